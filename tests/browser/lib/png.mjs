// Pictures made up on the spot: PNG (ISO/IEC 15948), of one colour or of noise, which no packing makes smaller.
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

/** A picture of ${width} x ${height}; ${colour} is [r, g, b], absent for noise. */
export function png(width, height, colour) {
	const row = width * 3 + 1;
	const pixels = Buffer.alloc(row * height);
	if (colour) for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) pixels.set(colour, y * row + 1 + x * 3);
	else {
		randomFillSync(pixels);
		for (let y = 0; y < height; y++) pixels[y * row] = 0;
	}
	const head = Buffer.alloc(13);
	head.writeUInt32BE(width);
	head.writeUInt32BE(height, 4);
	head.set([8, 2, 0, 0, 0], 8);
	return Buffer.concat([
		Buffer.from('89504e470d0a1a0a', 'hex'),
		chunk('IHDR', head),
		chunk('IDAT', zlib.deflateSync(pixels, { level: colour ? 9 : 0 })),
		chunk('IEND', Buffer.alloc(0)),
	]);
}
