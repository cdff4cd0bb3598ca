// node sample/media/draw/draw.mjs OUT [NAME...]: paints the sample newsroom's pictures (all, or those named) into
// the folder OUT as JPEG of at most 90 kB, in Debian's chromium.  It needs playwright-core (tests/browser has it):
//	NODE_PATH=build/tests/browser/node_modules node sample/media/draw/draw.mjs sample/media
// The pictures are the project's own work, under its licence.
import { createRequire } from 'node:module';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, join, resolve as resolvePath } from 'node:path';
import { fileURLToPath } from 'node:url';

const { chromium } = createRequire(join(resolvePath(process.env.NODE_PATH ?? '.'), 'x.js'))('playwright-core');
const here = dirname(fileURLToPath(import.meta.url));
const [out, ...wanted] = process.argv.slice(2);
if (!out) {
	console.error('usage: draw.mjs OUT [NAME...]');
	process.exit(2);
}

const server = createServer((req, res) => {
	const name = /^\/([a-z]+\.js)$/.exec(req.url)?.[1];
	res.setHeader('Content-Type', name ? 'text/javascript' : 'text/html');
	res.end(name ? readFileSync(join(here, name)) : '<!doctype html>');
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
const page = await browser.newPage();
await page.goto(`http://127.0.0.1:${server.address().port}/`);
const names = await page.evaluate(async () => Object.keys((await import('/scenes.js')).scenes));
for (const name of names.filter((n) => wanted.length === 0 || wanted.includes(n))) {
	const made = await page.evaluate(async (scene) => {
		const canvas = (await import('/scenes.js')).scenes[scene]();
		for (let quality = 0.86; ; quality -= 0.04) {
			const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality });
			if (blob.size < 88000 || quality < 0.4) return [...new Uint8Array(await blob.arrayBuffer())];
		}
	}, name);
	writeFileSync(join(out, `${name}.jpg`), Buffer.from(made));
	console.log(`${name}.jpg: ${made.length} bytes`);
}
await browser.close();
server.close();
