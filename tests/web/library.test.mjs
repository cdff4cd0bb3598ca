// How the library shows a crop before the server cuts it: the same part of the picture.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';

const builddir = resolve(process.env.COPYDESK_BUILDDIR ?? 'build');
const { buildSync } = createRequire(join(builddir, 'web/package.json'))('esbuild');
const folder = mkdtempSync(join(tmpdir(), 'copydesk-library-'));
let position;
before(async () => {
	const outfile = join(folder, 'crop.mjs');
	buildSync({ entryPoints: [fileURLToPath(new URL('../../web/common/crop.ts', import.meta.url))], bundle: true, format: 'esm', outfile });
	({ position } = await import(pathToFileURL(outfile)));
});
after(() => rmSync(folder, { recursive: true }));

describe('the place of a crop', () => {
	const wide = { width: 1600, height: 800 };
	const tall = { width: 600, height: 1200 };
	for (const [picture, ratio, x, y, want, what] of [
		[wide, 1, 50, 50, [50, 50], 'in the middle'],
		[wide, 1, 0, 0, [0, 50], 'at the left edge'],
		[wide, 1, 10, 50, [0, 50], 'no further left than the edge'],
		[wide, 1, 100, 99, [100, 50], 'at the right edge'],
		[wide, 1, 30, 50, [10, 50], 'the point in the middle of the crop'],
		[wide, 2, 0, 100, [50, 50], 'the whole of it'],
		[wide, 4, 0, 0, [50, 0], 'lower than the picture'],
		[tall, 1, 50, 25, [50, 0], 'at the top'],
		[tall, 1, 50, 50, [50, 50], 'half-way down'],
		[tall, 16 / 9, 50, 100, [50, 100], 'at the bottom'],
		[{ width: 1, height: 1 }, 16 / 9, 0, 0, [50, 50], 'of a single point'],
	])
		it(what, () => assert.deepEqual(position(picture, ratio, x, y).map((n) => Math.round(n)), want));
});
