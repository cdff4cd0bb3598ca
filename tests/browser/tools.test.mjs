// Every tool above the text and at a picture: what it makes of the text, and that the desk takes what they made.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { launch } from './lib/browser.mjs';
import { Desk } from './lib/desk.mjs';
import { openInstance } from './lib/instance.mjs';
import { file, PictureWriter } from './lib/pictures.mjs';
import { png } from './lib/png.mjs';

let instance, browser;
before(async () => {
	instance = await openInstance();
	browser = await launch();
});
after(() => browser?.close());

const short = { paragraph: 'p', bullet_list: 'ul', ordered_list: 'ol', list_item: 'li', blockquote: 'quote', horizontal_rule: 'hr' };

/** A node in one line: "p(H sub:2 O)"; a table as its rows and cells, each with what it spans: "th甲 th乙 / td2x1一|二". */
function line(node) {
	if (node.text !== undefined) return [...(node.marks ?? []).map((mark) => `${mark.type}:`), node.text].join('');
	if (node.type === 'table') return `table(${node.content.map((row) => row.content.map(cellLine).join(' ')).join(' / ')})`;
	const name = node.attrs?.level ? `h${node.attrs.level}` : (short[node.type] ?? node.type);
	return `${name}${node.content ? `(${node.content.map(line).join(' ')})` : ''}`;
}

function cellLine(cell) {
	const { colspan = 1, rowspan = 1 } = cell.attrs ?? {};
	const span = colspan * rowspan > 1 ? `${colspan}x${rowspan}` : '';
	return (cell.type === 'table_header' ? 'th' : 'td') + span + cell.content.map((p) => (p.content ?? []).map(line).join('')).join('|');
}

const grid = 'th甲 th乙 th丙 / td一 td二 td三 / td四 td五 td六';
const markup = `<table>${grid.split(' / ').map((row) => `<tr>${row.replace(/(t[hd])(\S+) ?/g, '<$1>$2</$1>')}</tr>`).join('')}</table>`;

// What stands there, how far on the selection begins and how long it is, the tool, and what it makes of it; then what
// the same tool does with that.  In a table the cells, by number; and another tool after it.
const inText = [
	['H2O', [1, 1], 'Bold', 'p(H strong:2 O)', 'p(H2O)'],
	['H2O', [1, 1], 'Emphasis', 'p(H em:2 O)', 'p(H2O)'],
	['H2O', [1, 1], 'Subscript', 'p(H sub:2 O)', 'p(H2O)'],
	['m2', [1, 1], 'Superscript', 'p(m sup:2)', 'p(m2)'],
	['潮水', [1, 0], 'Bullet list', 'ul(li(p(潮水)))', 'p(潮水)'],
	['潮水', [1, 0], 'Numbered list', 'ol(li(p(潮水)))', 'p(潮水)'],
	['潮水', [1, 0], 'Quotation', 'quote(p(潮水))', 'p(潮水)'],
	['潮水', [1, 0], 'Pull quote', 'pull_quote(p(潮水) attribution)', 'p(潮水)'],
	['潮水', [1, 0], 'Divider', 'p(潮水) hr p'],
	['潮水', [1, 0], 'Table', 'p(潮水) table(th th th / td td td / td td td) p'],
];
const inTables = [
	[[4], 'Row above', 'th甲 th乙 th丙 / td td td / td一 td二 td三 / td四 td五 td六'],
	[[4], 'Row below', 'th甲 th乙 th丙 / td一 td二 td三 / td td td / td四 td五 td六'],
	[[4], 'Column before', 'th甲 th th乙 th丙 / td一 td td二 td三 / td四 td td五 td六'],
	[[4], 'Column after', 'th甲 th乙 th th丙 / td一 td二 td td三 / td四 td五 td td六'],
	[[4], 'Delete row', 'th甲 th乙 th丙 / td四 td五 td六'],
	[[4], 'Delete column', 'th甲 th丙 / td一 td三 / td四 td六'],
	[[1], 'Heading row', 'td甲 td乙 td丙 / td一 td二 td三 / td四 td五 td六'],
	[[4], 'Heading row', 'td甲 td乙 td丙 / td一 td二 td三 / td四 td五 td六'],
	[[3], 'Heading column', 'th甲 th乙 th丙 / th一 td二 td三 / th四 td五 td六', 'Heading column', grid],
	[[4], 'Heading column', 'th甲 th乙 th丙 / th一 td二 td三 / th四 td五 td六', 'Heading row', 'th甲 td乙 td丙 / th一 td二 td三 / th四 td五 td六'],
	[[3, 4], 'Merge cells', 'th甲 th乙 th丙 / td2x1一|二 td三 / td四 td五 td六', 'Split cell', 'th甲 th乙 th丙 / td一|二 td td三 / td四 td五 td六'],
	[[4, 7], 'Merge cells', 'th甲 th乙 th丙 / td一 td1x2二|五 td三 / td四 td六', 'Split cell', 'th甲 th乙 th丙 / td一 td二|五 td三 / td四 td td六'],
];
const elsewhere = ['link', 'footnote', 'embed', 'correction', 'undo', 'redo', 'find', 'tidy', 'outline', 'comment', 'picture', 'library', 'word'];

for (const lang of ['zh', 'en']) {
	describe(`the tools, ${lang}`, { timeout: 240000 }, () => {
		let desk, writer;
		const pressed = new Set();
		const now = async () => (await writer.document()).content.map(line).join(' ');
		const table = async () => /table\((.*?)\)/.exec(await now())[1];
		const frame = () => desk.page.evaluate(() => new Promise((seen) => requestAnimationFrame(() => seen())));
		const cell = (n) => writer.body.locator('th, td').nth(n);

		async function press(name) {
			const tool = writer.tool(name);
			pressed.add(await tool.getAttribute('data-tool'));
			assert.notEqual(await tool.getAttribute('aria-disabled'), 'true', name);
			await tool.click();
			await frame();
		}

		async function select(cells) {
			await cell(cells[0]).click();
			if (cells.length > 1) {
				await cell(cells[1]).click({ modifiers: ['Shift'] });
				await desk.page.waitForFunction((n) => document.querySelectorAll('#body .selectedCell').length === n, cells.length);
			}
			await frame();
		}

		before(async () => {
			desk = await Desk.withNothingUnsaved(browser, instance, 'reporter', { lang, javaScript: true });
			await desk.go('/articles/new');
			writer = new PictureWriter(desk);
		});
		beforeEach(() => writer.clear());
		after(async () => {
			assert.deepEqual(desk?.troubles, []);
			await desk?.close();
		});

		it('in a text', async () => {
			for (const [words, [from, length], tool, made, again] of inText) {
				await writer.clear();
				await writer.keys.insertText(words);
				await writer.move('Home');
				for (let i = 0; i < from; i++) await writer.move('ArrowRight');
				for (let i = 0; i < length; i++) await writer.move('Shift+ArrowRight');
				await press(tool);
				assert.equal(await now(), made, tool);
				if (!again) continue;
				assert.equal(await writer.tool(tool).getAttribute('aria-pressed'), 'true', tool);
				await press(tool);
				assert.equal(await now(), again, `${tool}, pressed again`);
				assert.equal(await writer.tool(tool).getAttribute('aria-pressed'), 'false', tool);
			}
		});

		it('of style, and one kind of list that becomes the other', async () => {
			await writer.keys.insertText('潮水');
			const style = desk.page.getByRole('toolbar').getByLabel(desk.t('Paragraph style'), { exact: true });
			for (const [label, made] of [['Heading', 'h2'], ['Smaller heading', 'h3'], ['Smallest heading', 'h4'], ['Paragraph', 'p']]) {
				await style.selectOption({ label: desk.t(label) });
				assert.equal(await now(), `${made}(潮水)`, label);
			}
			await press('Bullet list');
			await press('Numbered list');
			assert.equal(await now(), 'ol(li(p(潮水)))');
		});

		it('back and forth', async () => {
			await writer.keys.insertText('潮水');
			await press('Quotation');
			await press('Undo');
			assert.equal(await now(), 'p(潮水)');
			await press('Redo');
			assert.equal(await now(), 'quote(p(潮水))');
		});

		it('in a table, which is asked for by its cells alone', async () => {
			for (const [cells, tool, made, other, left] of inTables) {
				await writer.clear();
				await writer.paste({ html: markup });
				assert.equal(await table(), grid);
				await select(cells);
				await press(tool);
				assert.equal(await table(), made, `${tool}, ${cells}`);
				if (!other) continue;
				await press(other);
				assert.equal(await table(), left, `${other} after ${tool}`);
			}
			await select([0]);
			await press('Delete table');
			assert.equal(await now(), 'p');
			assert.equal(await desk.page.getByRole('group', { name: desk.t('Table tools') }).count(), 0);
		});

		it('of a picture: how wide it is', async () => {
			await writer.pick('Picture', [file('tide.png', png(320, 240, [200, 40, 90]))]);
			await writer.figures(1);
			await writer.intoCaption();
			const tool = writer.tools();
			for (const [name, layout] of [['Wide', 'wide'], ['Small', 'small'], ['Column width', 'normal']]) {
				await tool(name).click();
				assert.equal((await writer.attributes())[0].layout ?? 'normal', layout, name);
				assert.equal(await tool(name).getAttribute('aria-pressed'), 'true', name);
				assert.equal(await writer.figure().locator('.figure-tools [aria-pressed=true]').count(), 1, name);
			}
		});

		it('are all tried, here or where they ask something', async () => {
			const all = await desk.page.getByRole('toolbar').locator('[data-tool]').evaluateAll((tools) => tools.map((tool) => tool.dataset.tool));
			assert.deepEqual(all.filter((tool) => !pressed.has(tool) && !elsewhere.includes(tool)), []);
		});

		it('make what the desk takes, shows, and gives back', async () => {
			await writer.paste({ html: markup });
			await select([3, 4]);
			await press('Merge cells');
			await select([4, 7]);
			await press('Merge cells');
			await press('Heading column');
			await writer.keys.press('Control+End');
			await writer.keys.insertText('H2O');
			await writer.move('Home');
			await writer.move('ArrowRight');
			await writer.move('Shift+ArrowRight');
			await press('Subscript');
			await press('Pull quote');
			const written = await now();
			assert.equal(await table(), 'th甲 th乙 th丙 / th2x1一|二 td1x2三|六 / th四 td五');
			await desk.field('Headline').fill(`表格 ${lang}`);
			await desk.field('Channel').selectOption({ index: 1 });
			await desk.press('Save');
			const id = desk.articleId();
			await desk.go(`/articles/${id}?edit=1`);
			assert.equal(await now(), written);
			await desk.go(`/articles/${id}/preview`);
			const shown = desk.page.frameLocator('iframe').locator('.body');
			assert.deepEqual(await shown.locator('tr').evaluateAll((all) => all.map((row) => [...row.cells].map((cell) => `${cell.localName}${cell.colSpan}x${cell.rowSpan} ${cell.innerText.replace(/\s+/g, '')}`))), [
				['th1x1 甲', 'th1x1 乙', 'th1x1 丙'],
				['th2x1 一二', 'td1x2 三六'],
				['th1x1 四', 'td1x1 五'],
			]);
			assert.equal(await shown.locator('sub').innerText(), '2');
		});
	});
}
