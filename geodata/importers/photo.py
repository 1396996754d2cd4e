"""A photo from anybody's phone: checked, turned upright, made small, and stripped of its EXIF.

The pixels are written anew, so that nothing but pixels remains: no place, no serial number of the
camera, no text or program that was hidden in the file.
"""

from __future__ import annotations

import io
import math
import warnings
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pi_heif  # type: ignore[import-untyped]
from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from geodata.errors import InvalidInputError

MAX_PIXELS = 40_000_000
MAX_SIDE_PX = 2_560
THUMBNAIL_SIDE_PX = 360
QUALITY = 85
THUMBNAIL_QUALITY = 78
KINDS = ("JPEG", "PNG", "WEBP", "HEIF")
YEARS = (1990, 2200)

pi_heif.register_heif_opener(thumbnails=False)
# Pillow warns of a bomb before it refuses one; here the warning refuses already.
warnings.filterwarnings("error", category=Image.DecompressionBombWarning)


@dataclass(frozen=True)
class Photo:
    """A photo fit to be kept: two JPEG files, and what the camera had written down."""

    jpeg: bytes
    thumbnail: bytes
    width: int
    height: int
    taken_at: datetime | None
    lon: float | None
    lat: float | None


def read(data: bytes, time_zone: str) -> Photo:
    """Return the photo in ``data`` (JPEG, PNG, WebP or HEIC), at most 2,560 pixels a side.

    The time of a camera without a zone is taken as ``time_zone``. Longitude and latitude are in
    degrees, WGS-84, as GPS gives them. Raises InvalidInputError (field ``file``) for what is no
    photo, is cut off, or has more than 40 million pixels; that is read from the head of the file,
    before any pixel is unpacked.
    """
    try:
        with Image.open(io.BytesIO(data), formats=KINDS) as image:
            _check_size(image.width * image.height)
            exif = image.getexif()
            taken_at, position = _taken_at(exif, time_zone), _position(exif)
            # A JPEG can be unpacked at a part of its size.
            image.draft("RGB", (MAX_SIDE_PX, MAX_SIDE_PX))
            upright = ImageOps.exif_transpose(image)
            upright.thumbnail((MAX_SIDE_PX, MAX_SIDE_PX))
            kept = _opaque(upright)
    except InvalidInputError:
        raise
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise _refused(_too_large()) from error
    except UnidentifiedImageError as error:
        raise _refused("this is not a photo: use JPEG, PNG, WebP or HEIC") from error
    except (OSError, ValueError, SyntaxError, EOFError, RuntimeError, MemoryError) as error:
        raise _refused("this photo is damaged or cut off and cannot be read") from error
    small = kept.copy()
    small.thumbnail((THUMBNAIL_SIDE_PX, THUMBNAIL_SIDE_PX))
    lon, lat = position
    return Photo(
        jpeg=_encoded(kept, QUALITY),
        thumbnail=_encoded(small, THUMBNAIL_QUALITY),
        width=kept.width,
        height=kept.height,
        taken_at=taken_at,
        lon=lon,
        lat=lat,
    )


def _check_size(pixel_count: int) -> None:
    if pixel_count > MAX_PIXELS:
        raise _refused(_too_large(pixel_count))


def _too_large(pixel_count: int | None = None) -> str:
    has = f"has {pixel_count / 1e6:.0f} million pixels" if pixel_count else "has too many pixels"
    return f"this photo {has}; at most {MAX_PIXELS // 1_000_000} million are accepted"


def _refused(why: str) -> InvalidInputError:
    return InvalidInputError(why, field="file")


def _opaque(image: Image.Image) -> Image.Image:
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        layer = image.convert("RGBA")
        ground = Image.new("RGB", layer.size, "white")
        ground.paste(layer, mask=layer.getchannel("A"))
        return ground
    return image.convert("RGB")


def _encoded(image: Image.Image, quality: int) -> bytes:
    # A new image, for save() would copy what the old one carries along.
    bare = Image.new("RGB", image.size)
    bare.paste(image)
    buffer = io.BytesIO()
    bare.save(buffer, "JPEG", quality=quality, optimize=True, progressive=True)
    return buffer.getvalue()


def _taken_at(exif: Image.Exif, time_zone: str) -> datetime | None:
    details = exif.get_ifd(ExifTags.IFD.Exif)
    text = str(details.get(ExifTags.Base.DateTimeOriginal) or "").strip("\x00 ")
    offset = str(details.get(ExifTags.Base.OffsetTimeOriginal) or "").strip("\x00 ")
    for words in (text[:19] + offset, text[:19]):
        with suppress(ValueError):
            form = "%Y:%m:%d %H:%M:%S%z" if words != text[:19] else "%Y:%m:%d %H:%M:%S"
            moment = datetime.strptime(words, form)  # noqa: DTZ007
            if not YEARS[0] <= moment.year < YEARS[1]:
                return None
            return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(time_zone))
    return None


def _position(exif: Image.Exif) -> tuple[float, float] | tuple[None, None]:
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    lon = _degrees(gps.get(ExifTags.GPS.GPSLongitude), gps.get(ExifTags.GPS.GPSLongitudeRef), "W")
    lat = _degrees(gps.get(ExifTags.GPS.GPSLatitude), gps.get(ExifTags.GPS.GPSLatitudeRef), "S")
    # Cameras without a fix write 0, 0.
    if lon is None or lat is None or not (abs(lon) <= 180 and abs(lat) <= 90) or lon == lat == 0:
        return None, None
    return lon, lat


def _degrees(parts: Any, side: Any, negative: str) -> float | None:
    try:
        degrees, minutes, seconds = (float(part) for part in parts)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    value = degrees + minutes / 60 + seconds / 3600
    if not math.isfinite(value):
        return None
    return -value if str(side).strip("\x00 ").upper() == negative else value
