// The editor as a reporter uses it: typing, pasting, an input method.
import assert from 'node:assert/strict';

export class Writer {
	constructor(desk) {
		this.desk = desk;
		this.page = desk.page;
		this.keys = desk.page.keyboard;
		this.body = desk.field('Body');
	}

	tool(name) {
		return this.page.getByRole('toolbar').getByRole('button', { name: this.desk.t(name), exact: true });
	}

	/** The document as it would be sent now, without the names of its blocks. */
	async document() {
		const json = await this.page.evaluate(() => new FormData(document.getElementById('form')).get('body_json'));
		return strip(JSON.parse(json).doc);
	}

	/** A line for each block, for comparison: "heading 潮水". */
	async blocks() {
		return (await this.document()).content.map((block) => `${block.type} ${words(block)}`.trim());
	}

	async clear() {
		await this.body.click();
		await this.keys.press('Control+A');
		await this.keys.press('Backspace');
		await this.keys.press('Control+Alt+0');
	}

	/** Moves the caret by a key, and waits until the editor has heard of it. */
	async move(key) {
		await this.page.evaluate(() => {
			globalThis.moved = new Promise((done) => document.addEventListener('selectionchange', done, { once: true })).then(() => true);
		});
		await this.keys.press(key);
		await this.page.evaluate(() => globalThis.moved);
	}

	/** Selects back to the beginning of the line. */
	selectLine() {
		return this.move('Shift+Home');
	}

	/** Selects from here to the end of the line. */
	selectLineEnd() {
		return this.move('Shift+End');
	}

	/** Pastes as the browser does it: an event with the clipboard's data. */
	async paste({ html, text = '', plain = false }) {
		if (plain) await this.keys.down('Shift');
		await this.body.evaluate(
			(element, data) => {
				const clipboard = new DataTransfer();
				if (data.html) clipboard.setData('text/html', data.html);
				clipboard.setData('text/plain', data.text);
				element.dispatchEvent(new ClipboardEvent('paste', { clipboardData: clipboard, bubbles: true, cancelable: true }));
			},
			{ html, text },
		);
		if (plain) await this.keys.up('Shift');
	}

	/** An input method, by way of Chromium's own protocol. */
	async inputMethod() {
		const cdp = await this.page.context().newCDPSession(this.page);
		return {
			/** What stands underlined while it is composed. */
			compose: (text) =>
				cdp.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length }),
			commit: (text) => cdp.send('Input.insertText', { text }),
			cancel: () => cdp.send('Input.imeSetComposition', { text: '', selectionStart: 0, selectionEnd: 0 }),
		};
	}

	/** What the editor does after a composition has time to be done. */
	settle() {
		return this.page.waitForTimeout(150);
	}

	async expectBlocks(...want) {
		assert.deepEqual(await this.blocks(), want);
	}
}

function strip(node) {
	if (node.attrs) {
		delete node.attrs.id;
		if (Object.keys(node.attrs).length === 0) delete node.attrs;
	}
	node.content?.forEach(strip);
	return node;
}

export function words(node) {
	if (node.text !== undefined) return node.text;
	if (node.type === 'hard_break') return '/';
	if (node.type === 'footnote') return `[${node.attrs.text}]`;
	return (node.content ?? []).map(words).join(node.content?.some((child) => child.text !== undefined) ? '' : '|');
}
