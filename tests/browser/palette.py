"""Makes pictures small: a PNG with a palette of at most 256 colours. The browser counts the colours, zlib packs."""

import base64
import struct
import zlib

from playwright.sync_api import Page

MOST = 256

# Counts colours by their five upper bits, keeps the most frequent, and lets every pixel take the nearest one kept.
COUNT = """
async ([picture, most]) => {
  const blob = await (await fetch("data:image/png;base64," + picture)).blob();
  const bitmap = await createImageBitmap(blob);
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const brush = canvas.getContext("2d");
  brush.drawImage(bitmap, 0, 0);
  const pixels = new Uint32Array(brush.getImageData(0, 0, bitmap.width, bitmap.height).data.buffer);
  const counts = new Map();
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) || 0) + 1);
  const parts = pixel => [pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255];
  const kept = [], near = new Map(), coarse = new Set();
  for (const [pixel] of [...counts].sort((one, other) => other[1] - one[1])) {
    const cell = pixel & 0xf8f8f8;
    if (kept.length < most && (kept.length < 64 || !coarse.has(cell))) {
      near.set(pixel, kept.length);
      kept.push(parts(pixel));
      coarse.add(cell);
    }
  }
  for (const pixel of counts.keys()) {
    if (near.has(pixel)) continue;
    const [red, green, blue] = parts(pixel);
    let best = 0, least = Infinity;
    kept.forEach(([r, g, b], place) => {
      const far = (r - red) ** 2 + (g - green) ** 2 + (b - blue) ** 2;
      if (far < least) { least = far; best = place; }
    });
    near.set(pixel, best);
  }
  const places = new Uint8Array(pixels.length);
  pixels.forEach((pixel, at) => { places[at] = near.get(pixel); });
  let text = "";
  for (let at = 0; at < places.length; at += 32768) text += String.fromCharCode(...places.subarray(at, at + 32768));
  return [bitmap.width, bitmap.height, kept.flat(), btoa(text)];
}
"""


def packed(png: bytes, *, at: Page) -> bytes:
    """The same picture with a palette; `at` is an empty page that does the counting."""
    width, height, colours, places = at.evaluate(COUNT, [base64.b64encode(png).decode(), MOST])
    pixels = base64.b64decode(places)
    rows = b"".join(b"\0" + pixels[start : start + width] for start in range(0, width * height, width))
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
        (b"PLTE", bytes(colours)),
        (b"IDAT", zlib.compress(rows, 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )
