// Pictures made up on the spot: PNG (ISO/IEC 15948), painted, of one colour or of noise, which no packing makes smaller.
import { randomFillSync } from 'node:crypto';
import * as zlib from 'node:zlib';

const table = new Int32Array(256).map((_, n) => {
	for (let k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
	return n;
});

// zlib's own came with Node 22.
const sum = zlib.crc32 ?? ((bytes) => (~bytes.reduce((crc, byte) => table[(crc ^ byte) & 255] ^ (crc >>> 8), -1)) >>> 0);

function chunk(name, data) {
	const body = Buffer.concat([Buffer.from(name), data]);
	const out = Buffer.alloc(body.length + 8);
	out.writeUInt32BE(data.length);
	body.copy(out, 4);
	out.writeUInt32BE(sum(body), body.length + 4);
	return out;
}

/** A picture of ${width} x ${height}, whose rows are written by ${paint}: their bytes, and which they are. */
export function painted(width, height, paint, { bands = 3, level = 1 } = {}) {
	const row = width * bands + 1;
	const pixels = Buffer.alloc(row * height);
	for (let y = 0; y < height; y++) paint(pixels.subarray(y * row + 1, (y + 1) * row), y);
	const head = Buffer.alloc(13);
	head.writeUInt32BE(width);
	head.writeUInt32BE(height, 4);
	head.set([8, bands === 4 ? 6 : 2, 0, 0, 0], 8);
	return Buffer.concat([
		Buffer.from('89504e470d0a1a0a', 'hex'),
		chunk('IHDR', head),
		chunk('IDAT', zlib.deflateSync(pixels, { level })),
		chunk('IEND', Buffer.alloc(0)),
	]);
}

/** ${width} pixels of ${colour}, as a part of a row. */
export const pixels = (width, colour) => Buffer.alloc(width * colour.length, Buffer.from(colour));

/** A picture of ${width} x ${height}; ${colour} is [r, g, b], absent for noise. */
export function png(width, height, colour) {
	if (!colour) return painted(width, height, (row) => randomFillSync(row), { level: 0 });
	const all = pixels(width, colour);
	return painted(width, height, (row) => row.set(all), { level: 9 });
}
