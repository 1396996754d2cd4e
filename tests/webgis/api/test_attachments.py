import io
from datetime import timedelta
from uuid import UUID

import pytest
from PIL import Image
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from geodata.models import Attachment
from tests.worlds import market, photos

PHOTO, OTHER = UUID(int=21), UUID(int=22)
URL = "/api/v1/attachments"


@pytest.fixture
def complaint(session, town):
    """A complaint in the market."""
    made = market.complaint(town, 114.005, 22.505)
    session.add(made)
    session.commit()
    return made


def send(client, data, key=PHOTO, **form):
    file = FileStorage(io.BytesIO(data), "photo.jpg")
    # Encoded here: the client would keep a large body in a file that it does not close.
    border, body = encode_multipart({"id": str(key), "file": file, **form})
    return client.post(URL, data=body, content_type=f"multipart/form-data; boundary={border}")


def test_a_photo_is_taken_stripped_and_shown(client, sign_in, complaint):
    answer = send(client, photos.photo(exif=photos.exif()), incident_id=str(complaint.id))
    assert answer.status_code == 201
    assert (answer.json["lon"], answer.json["lat"]) == (114.005, 22.505)
    assert answer.json["taken_at"] == photos.TAKEN_IN_UTC
    officer = sign_in("officer", area=market.MARKET)
    detail = officer.get(f"/api/v1/incidents/{complaint.id}").json
    (shown,) = detail["attachments"]
    assert "lon" not in shown
    assert [event["action"] for event in detail["history"]] == ["attach"]
    for address in (shown["url"], shown["thumbnail_url"]):
        file = officer.get(address, buffered=True)
        assert file.headers["X-Content-Type-Options"] == "nosniff"
        assert file.content_type == "image/jpeg"
        assert b"SERIAL-77" not in file.data
        assert file.headers["Content-Security-Policy"] == "default-src 'none'"
        assert Image.open(io.BytesIO(file.data)).size == (96, 64)


def test_a_retry_answers_the_same_and_keeps_one_file(client, sign_in, complaint, settings):
    files = lambda: len(list((settings.home / "photos").rglob("*.jpg")))  # noqa: E731
    first = send(client, photos.photo(), incident_id=str(complaint.id))
    before = files()
    again = send(client, photos.photo(), incident_id=str(complaint.id))
    assert (first.status_code, again.status_code) == (201, 200)
    seal = lambda answer: {**answer.json, "url": 0, "thumbnail_url": 0}  # noqa: E731
    assert seal(first) == seal(again)
    assert files() == before
    staff = sign_in("dispatcher")
    assert len(staff.get(f"/api/v1/incidents/{complaint.id}").json["attachments"]) == 1


def test_the_same_id_with_another_photo_is_a_conflict(client, complaint):
    send(client, photos.photo())
    assert send(client, photos.photo(size=(50, 50))).status_code == 409


def test_what_the_phone_read_before_it_made_the_photo_small_is_kept(client, town):
    form = {"lon": "114.004", "lat": "22.504", "taken_at": "2026-05-04T10:00:00Z"}
    answer = send(client, photos.photo(), **form).json
    assert (answer["lon"], answer["taken_at"]) == (114.004, "2026-05-04T10:00:00Z")
    in_file = send(client, photos.photo(exif=photos.exif()), key=OTHER, **form).json
    assert (in_file["lon"], in_file["taken_at"]) == (114.005, photos.TAKEN_IN_UTC)


def test_a_camera_whose_clock_runs_ahead_says_nothing(client, town):
    answer = send(client, photos.photo(), taken_at="2199-01-01T00:00:00Z")
    assert answer.json["taken_at"] is None


@pytest.mark.parametrize("name", photos.fakes())
def test_what_is_no_photo_is_422_and_names_the_field(client, town, name):
    answer = send(client, photos.fakes()[name])
    assert (answer.status_code, answer.json["field"]) == (422, "file")


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"kind": "painting"}, "kind"),
        ({"incident_id": "seven"}, "incident_id"),
        ({"lon": "east"}, "lon"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_bad_fields_are_named(client, town, form, field):
    answer = send(client, photos.photo(), **form)
    assert answer.status_code == 422
    assert answer.json["errors"][0]["field"] == field


def test_a_missing_file_is_named(client, town):
    answer = client.post(URL, data={"id": str(PHOTO)}, content_type="multipart/form-data")
    assert (answer.status_code, answer.json["field"]) == (422, "file")


def test_an_unknown_incident_is_404(client, town):
    assert send(client, photos.photo(), incident_id=str(OTHER)).status_code == 404
    assert client.get(f"{URL}/{OTHER}/photo").status_code == 404


def test_photos_of_before_and_after_are_for_those_who_handle(client, sign_in, complaint):
    form = {"incident_id": str(complaint.id), "kind": "after"}
    assert send(client, photos.photo(), **form).status_code == 403
    stranger = sign_in("officer", area=market.RIVER)
    assert send(stranger, photos.photo(), **form).status_code == 403
    own = sign_in("officer", area=market.MARKET)
    assert send(own, photos.photo(), **form).status_code == 201


def test_a_note_is_not_public(client, sign_in, complaint):
    officer = sign_in("officer", area=market.MARKET)
    sent = send(officer, photos.photo(), incident_id=str(complaint.id), kind="note")
    assert officer.get(sent.json["url"], buffered=True).status_code == 200
    assert client.get(sent.json["url"].partition("?")[0]).status_code == 404
    assert client.get(f"/api/v1/incidents/{complaint.id}").json["attachments"] == []


def test_a_case_has_room_for_so_many(client, complaint):
    for number in range(24):
        answer = send(client, photos.photo(), UUID(int=100 + number), incident_id=str(complaint.id))
        assert answer.status_code == 201
    assert send(client, photos.photo(), incident_id=str(complaint.id)).status_code == 422


def test_the_sender_may_look_for_an_hour_and_strangers_never(client, complaint):
    answer = send(client, photos.photo(), incident_id=str(complaint.id)).json
    plain, _, seal = answer["url"].partition("?seal=")
    assert client.get(answer["url"], buffered=True).status_code == 200
    assert client.get(plain).status_code == 404
    other = send(client, photos.photo(size=(50, 50)), key=OTHER).json["url"].partition("?")[0]
    assert client.get(f"{other}?seal={seal}").status_code == 404
    assert client.get(f"{plain}?seal={seal[:-2]}xx").status_code == 404


def test_staff_of_another_area_do_not_see_the_photo(client, sign_in, complaint):
    answer = send(client, photos.photo(), incident_id=str(complaint.id)).json
    plain = answer["url"].partition("?")[0]
    assert sign_in("officer", area=market.RIVER).get(plain).status_code == 404
    assert sign_in("officer", area=market.MARKET).get(plain, buffered=True).status_code == 200


def test_a_photo_that_no_case_got_is_forgotten_after_a_week(client, session, town, settings):
    send(client, photos.photo())
    lost = session.get(Attachment, PHOTO)
    file = settings.home / "photos" / lost.name[:2] / f"{lost.name}.jpg"
    assert file.is_file()
    lost.created_at -= timedelta(days=8)
    session.commit()
    send(client, photos.photo(size=(50, 50)), key=OTHER)
    assert session.scalars(select(Attachment.id)).all() == [OTHER]
    assert not file.exists()
