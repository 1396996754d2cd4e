import io
from datetime import UTC, datetime

import pytest
from PIL import Image

from geodata.errors import InvalidInputError
from geodata.importers import photo
from tests.worlds import photos

NOON_HALF_BEFORE = datetime(2026, 5, 4, 11, 30, tzinfo=UTC)
ZONE = "Asia/Shanghai"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_place_and_time_are_read_and_then_gone(kind):
    sent = photos.photo(kind, exif=photos.exif())
    assert b"SERIAL-77" in sent
    taken = photo.read(sent, ZONE)
    assert (taken.lon, taken.lat, taken.taken_at) == (114.005, 22.505, NOON_HALF_BEFORE)
    for kept in (taken.jpeg, taken.thumbnail):
        assert b"SERIAL-77" not in kept
        assert b"Exif" not in kept
        assert dict(Image.open(io.BytesIO(kept)).getexif()) == {}


def test_a_heic_of_a_phone_becomes_a_jpeg():
    taken = photo.read(photos.HEIC, ZONE)
    assert (taken.width, taken.height) == (96, 64)
    assert taken.lon == pytest.approx(114.005)
    assert taken.taken_at == NOON_HALF_BEFORE
    assert Image.open(io.BytesIO(taken.jpeg)).format == "JPEG"


def test_a_time_without_a_zone_is_the_city_s():
    taken = photo.read(photos.photo(exif=photos.exif(offset="")), ZONE)
    assert taken.taken_at == NOON_HALF_BEFORE


def test_west_and_south_are_negative():
    taken = photo.read(photos.photo(exif=photos.exif(-77.03, -38.9)), ZONE)
    assert (taken.lon, taken.lat) == (-77.03, -38.9)


def test_a_photo_without_exif_says_neither_when_nor_where():
    taken = photo.read(photos.photo(), ZONE)
    assert (taken.taken_at, taken.lon, taken.lat) == (None, None, None)


def test_it_stands_upright_and_is_made_small():
    turned = Image.Exif()
    turned[0x0112] = 6  # the camera lay on its side
    taken = photo.read(photos.photo(size=(4000, 3000), exif=turned.tobytes()), ZONE)
    assert (taken.width, taken.height) == (1920, 2560)
    assert Image.open(io.BytesIO(taken.thumbnail)).size == (270, 360)


def test_just_under_the_limit_is_taken():
    assert photo.read(photos.photo(size=(8000, 5000)), ZONE).width == 2560


def test_what_is_transparent_becomes_white():
    buffer = io.BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(buffer, "PNG")
    taken = photo.read(buffer.getvalue(), ZONE)
    assert Image.open(io.BytesIO(taken.jpeg)).getpixel((4, 4)) == (255, 255, 255)


@pytest.mark.parametrize("name", photos.fakes())
def test_what_is_no_photo_is_refused_in_words(name):
    with pytest.raises(InvalidInputError) as refused:
        photo.read(photos.fakes()[name], ZONE)
    assert refused.value.field == "file"
    wanted = "million" if "million" in name else "photo"
    assert wanted in str(refused.value)
