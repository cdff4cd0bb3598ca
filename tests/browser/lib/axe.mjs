// What axe-core finds on a page as it stands.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

async function look(page, options) {
	if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe);
	// Style sheets are not fetched once more: no rule that runs here reads them.
	const result = await page.evaluate((more) => globalThis.axe.run(document, { preload: false, resultTypes: ['violations'], ...more }), options);
	return {
		passes: result.passes.length,
		violations: result.violations.map((v) => `${v.id}: ${v.help}: ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`),
	};
}

/** By every rule; without ${targets}, whose size a test may measure itself, not by that of their size. */
export async function everyRule(page, { targets = true } = {}) {
	const found = await look(page, { rules: { 'target-size': { enabled: targets } } });
	assert.ok(found.passes > 0, 'axe-core looked at nothing');
	return found.violations;
}

/** By the rules that look at colours: all that can differ between light and dark. */
export async function colours(page) {
	return (await look(page, { runOnly: ['color-contrast', 'link-in-text-block'] })).violations;
}

/** In the colours that the page has, and in those of the other scheme. */
export async function violations(page, options) {
	const found = await everyRule(page, options);
	const [here, other] = (await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)) ? ['dark', 'light'] : ['light', 'dark'];
	await page.emulateMedia({ colorScheme: other });
	found.push(...(await colours(page)).map((v) => `${other}: ${v}`));
	await page.emulateMedia({ colorScheme: here });
	return found;
}
