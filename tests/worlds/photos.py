"""Photos of Market Town, good ones and bad ones; the good ones were taken in the market."""

import base64
import io

from PIL import Image

TAKEN = "2026:05:04 19:30:00"
TAKEN_IN_UTC = "2026-05-04T11:30:00Z"
# 96 by 64 pixels, with the same EXIF; written by libheif and x265.
HEIC = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAZdtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAA"
    "AAAAAAAAAAAAAAAAADRpbG9jAAAAAERAAAIAAQAAAAABuwABAAAAAAAAAIUAAgAAAAACQAABAAAAAAAAANAA"
    "AAA4aWluZgAAAAAAAgAAABVpbmZlAgAAAAABAABodmMxAAAAABVpbmZlAgAAAQACAABFeGlmAAAAAA5waXRt"
    "AAAAAAABAAAA1mlwcnAAAAC3aXBjbwAAAHhodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH/"
    "/wNwAAADAJAAAAMAAAMAHroCQGEAAQArQgEBA3AAAAMAkAAAAwAAAwAeoDCBBZbqSSmubgIaDAgAAAMAyAAA"
    "AwAIQGIAAQAHRAHBcrAiQAAAABNjb2xybmNseAABAA0ABoAAAAAUaXNwZQAAAAAAAABgAAAAQAAAABBwaXhp"
    "AAAAAAMICAgAAAAXaXBtYQAAAAAAAAABAAEEgQIDBAAAABppcmVmAAAAAAAAAA5jZHNjAAIAAQABAAABXW1k"
    "YXQAAACBKAGvE4BapZ/O7Y4+/7RjVj05fHb0YRx6ZC/pFybLGY9RFJzXv4UDeNhJWv0W1FzEWlaf25GljuN9"
    "P9oObArYTF03wf5/cphlrNsh8tmAoqQElzk9gjr6Nfe15cxRiaUeZw8ofrVNYTYAXYeWszQGQZnkSdVHTqz+"
    "/VV5T/H+rVdwAAAABkV4aWYAAE1NACoAAAAIAAKHaQAEAAAAAQAAACaIJQAEAAAAAQAAAGAAAAAAAAKQAwAC"
    "AAAAFAAAAESQEQACAAAABwAAAFgAAAAAMjAyNjowNTowNCAxOTozMDowMAArMDg6MDAAAAAEAAEAAgAAAAJO"
    "AAAAAAIABQAAAAMAAACWAAMAAgAAAAJFAAAAAAQABQAAAAMAAACuAAAAAAAAABYAAAABAAAAHgAAAAEAAAAS"
    "AAAAAQAAAHIAAAABAAAAAAAAAAEAAAASAAAAAQ=="
)


def exif(lon: float = 114.005, lat: float = 22.505, offset: str = "+08:00") -> bytes:
    """Return what a camera writes down: when, where, and the number of the camera."""
    made = Image.Exif()
    made[0x010F] = "Camera Works"
    details = made.get_ifd(0x8769)
    details[0x9003] = TAKEN
    details[0xA431] = "SERIAL-77"
    if offset:
        details[0x9011] = offset
    place = made.get_ifd(0x8825)
    place[1], place[2] = "N" if lat >= 0 else "S", (abs(lat), 0.0, 0.0)
    place[3], place[4] = "E" if lon >= 0 else "W", (abs(lon), 0.0, 0.0)
    return made.tobytes()


def photo(kind: str = "JPEG", size: tuple[int, int] = (96, 64), **settings) -> bytes:
    """Return a plain photo."""
    buffer = io.BytesIO()
    Image.new("RGB", size, (200, 40, 30)).save(buffer, kind, **settings)
    return buffer.getvalue()


def fakes() -> dict[str, bytes]:
    """What calls itself a photo and is none."""
    whole = photo(size=(600, 400))
    return {
        "nothing": b"",
        "a page": b"<html><script>alert(1)</script></html>",
        "a drawing that may hold a program": b'<svg xmlns="http://www.w3.org/2000/svg"/>',
        "only the head of a JPEG": b"\xff\xd8\xff\xe0" + b"0" * 99,
        "a JPEG cut off": whole[: len(whole) // 2],
        "a GIF": photo("GIF"),
        "a HEIC cut off": HEIC[:500],
        "41 million pixels, JPEG": photo(size=(8200, 5000)),
        "41 million pixels, PNG": _black(8_200, 5_000),
        "a bomb of 400 million pixels": _black(20_000, 20_000),
    }


def _black(width: int, height: int) -> bytes:
    buffer = io.BytesIO()
    Image.new("1", (width, height)).save(buffer, "PNG")
    return buffer.getvalue()
