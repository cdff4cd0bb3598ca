// The way back: what a rule of typing, a paste or a picture did is one step of its own.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, beforeEach, describe, it } from 'node:test';
import { launch } from './lib/browser.mjs';
import { Desk } from './lib/desk.mjs';
import { openInstance } from './lib/instance.mjs';
import { file, PictureWriter } from './lib/pictures.mjs';
import { png } from './lib/png.mjs';

let desk, writer, browser;

describe('taking back', () => {
	before(async () => {
		const instance = await openInstance();
		browser = await launch();
		desk = await Desk.signedIn(browser, instance, 'reporter', { lang: 'en', javaScript: true });
		await desk.go('/articles/new');
		writer = new PictureWriter(desk);
	});
	beforeEach(() => writer.clear());
	after(async () => {
		assert.deepEqual(desk?.troubles, []);
		await browser?.close();
	});

	const names = async () => {
		const json = await desk.page.evaluate(() => new FormData(document.getElementById('form')).get('body_json'));
		return JSON.parse(json).doc.content.map((block) => block.attrs?.id);
	};

	const rules = [
		['## ', 'heading', 'x'],
		['- ', 'bullet_list', 'x'],
		['7. ', 'ordered_list', 'x'],
		['> ', 'blockquote', 'x'],
		['---', 'horizontal_rule', ''],
		['**b**', 'paragraph b', ' c'],
	];
	for (const key of ['Control+z', 'Backspace'])
		it(`${key} right after a rule of typing gives back exactly what was typed`, async () => {
			for (const [typed, shown] of rules) {
				await writer.clear();
				await writer.keys.type('before');
				await writer.keys.press('Enter');
				await writer.keys.type(typed);
				assert.equal((await writer.blocks())[1], shown, typed);
				await writer.keys.press(key);
				const { content } = await writer.document();
				assert.deepEqual(content.slice(1), [{ type: 'paragraph', content: [{ type: 'text', text: typed }] }], typed);
				await writer.keys.press('Control+z');
				const left = (await writer.blocks()).join();
				assert.ok(!left.includes(typed), `a second one goes on: ${left}`);
			}
		});

	it('what is typed after a rule is a step of its own, and all comes again by redo', async () => {
		for (const [typed, shown, more] of rules) {
			await writer.clear();
			await writer.keys.type(typed + more);
			const done = await writer.blocks();
			if (more !== '') await writer.keys.press('Control+z');
			assert.equal((await writer.blocks())[0], shown, typed);
			await writer.keys.press('Control+z');
			await writer.expectBlocks(`paragraph ${typed}`.trim());
			for (let i = 0; i < 3; i++) await writer.keys.press('Control+y');
			await writer.expectBlocks(...done);
		}
	});

	it('Backspace later on is Backspace', async () => {
		await writer.keys.type('## x');
		await writer.keys.press('Backspace');
		await writer.expectBlocks('heading');
	});

	it('a paste takes no typing along, before it or after', async () => {
		await writer.keys.type('one');
		await writer.paste({ text: ' two' });
		await writer.keys.type(' three');
		await writer.expectBlocks('paragraph one two three');
		await writer.keys.press('Control+z');
		await writer.expectBlocks('paragraph one two');
		await writer.keys.press('Control+z');
		await writer.expectBlocks('paragraph one');
	});

	it('a composition whose end got lost does not stop rules, names or keys', async () => {
		await writer.keys.type('one');
		await writer.body.evaluate((body) => body.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true })));
		await writer.keys.press('Enter');
		await writer.keys.type('## two');
		await writer.keys.press('Enter');
		await writer.expectBlocks('paragraph one', 'heading two', 'paragraph');
		const [first, ...others] = await names();
		assert.ok(first && others.every((name) => name && name !== first), 'every block has a name');
	});

	it('a line that is put before a text leaves the text its name', async () => {
		const types = [
			['', 'paragraph'],
			['## ', 'heading'],
		];
		for (const [typed, type] of types) {
			await writer.clear();
			await writer.keys.type(`${typed}text`);
			const [name] = await names();
			await writer.move('Home');
			await writer.keys.press('Enter');
			await writer.expectBlocks('paragraph', `${type} text`);
			const [line, text] = await names();
			assert.equal(text, name);
			assert.ok(line && line !== name, 'the new line has a new one');
			await writer.keys.press('Control+z');
			assert.deepEqual(await names(), [name]);
		}
	});

	it('the name of a paragraph that is split stays with its beginning', async () => {
		await writer.keys.type('text');
		const [name] = await names();
		await writer.move('ArrowLeft');
		await writer.keys.press('Enter');
		await writer.expectBlocks('paragraph tex', 'paragraph t');
		const [first, second] = await names();
		assert.equal(first, name);
		assert.ok(second && second !== name);
	});

	const image = (width, height, alt = '') => `<img alt="${alt}" src="data:image/png;base64,${png(width, height).toString('base64')}">`;
	const gone = () => writer.upload.waitFor({ state: 'detached' });

	it('a paste that is taken back before its pictures came takes them along; done again, they come', async () => {
		await writer.keys.type('before');
		await writer.line({ uploadThroughput: 20_000 });
		await writer.paste({ html: `<p>one</p>${image(1100, 900)}<p>two</p>${image(1000, 900)}`, text: 'x' });
		await writer.upload.first().waitFor();
		const ended = desk.page.waitForEvent('requestfailed');
		await writer.keys.press('Control+z');
		await gone();
		await ended;
		await writer.line();
		await writer.expectBlocks('paragraph before');
		// What comes after it on the same line would come after the pictures too.
		await writer.pick('Picture', [file('own.png', png(60, 40, randomBytes(3)))]);
		await writer.figures(1);
		await writer.keys.press('Control+z');
		await writer.figures(0);
		await writer.expectBlocks('paragraph before');
		await writer.paste({ html: `<p>one</p>${image(1100, 900)}<p>two</p>${image(1000, 900)}`, text: 'x' });
		await writer.upload.first().waitFor();
		await writer.keys.press('Control+z');
		await gone();
		await writer.keys.press('Control+y');
		await writer.figures(2);
		await writer.expectBlocks('paragraph beforeone', 'figure', 'paragraph two', 'figure', 'paragraph');
	});

	it('pictures that came are taken back with their paste, whatever was written since, and come again with it', async () => {
		await writer.keys.type('before');
		await writer.paste({ html: `${image(60, 40, 'The quay')}<p>one</p>${image(60, 41)}<p>two</p>${image(60, 42, 'IMG_1.png')}`, text: 'x' });
		await writer.keys.type(' more');
		await writer.figures(3);
		const all = await writer.document();
		const pictures = await writer.attributes();
		assert.deepEqual(pictures.map(({ alt }) => alt), ['The quay', undefined, undefined]);
		await writer.keys.press('Control+z');
		assert.ok(!JSON.stringify(await writer.document()).includes('more'));
		assert.deepEqual(await writer.attributes(), pictures);
		await writer.keys.press('Control+z');
		await writer.figures(0);
		await writer.expectBlocks('paragraph before');
		await writer.keys.press('Control+y');
		await writer.keys.press('Control+y');
		await writer.figures(3);
		assert.deepEqual(await writer.document(), all);
		for (let i = 0; i < 2; i++) await writer.keys.press('Control+z');
		await writer.figures(0);
		await writer.expectBlocks('paragraph before');
	});

	it('pictures that were picked are taken back, with the line that came after them', async () => {
		await writer.keys.type('before');
		await writer.pick('Picture', [file('a.png', png(60, 40, randomBytes(3))), file('b.png', png(60, 40, randomBytes(3)))]);
		await writer.figures(2);
		await writer.keys.press('Control+z');
		await writer.figures(0);
		await writer.expectBlocks('paragraph before');
		await writer.keys.press('Control+y');
		await writer.figures(2);
		await writer.expectBlocks('paragraph before', 'figure', 'figure', 'paragraph');
	});

	it('a picture that a person gave up does not come again', async () => {
		await writer.keys.type('before');
		await writer.line({ uploadThroughput: 20_000 });
		await writer.paste({ html: `<p>one</p>${image(1100, 900)}<p>two</p>`, text: 'x' });
		await writer.upload.getByRole('button', { name: desk.t('Cancel the upload') }).click();
		await gone();
		await writer.body.focus();
		await writer.keys.press('Control+z');
		await writer.keys.press('Control+y');
		await writer.expectBlocks('paragraph beforeone', 'paragraph two');
		assert.equal(await writer.upload.count(), 0);
		await writer.line();
	});
});
