// Pictures in the editor, as a reporter meets them.
import { Writer } from './writer.mjs';

const network = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 };

export class PictureWriter extends Writer {
	/** An empty text; by focus, for a click might meet a picture. */
	async clear() {
		await this.upload.evaluateAll((all) => all.forEach((upload) => upload.querySelector('button:last-child').click()));
		await this.body.focus();
		await this.keys.press('Control+A');
		await this.keys.press('Backspace');
		await this.keys.press('Control+Alt+0');
	}

	/** The figure at ${index}, and what belongs to it. */
	figure(index = 0) {
		return this.page.locator('.ProseMirror figure').nth(index);
	}

	/** Puts the caret into a caption; browsers tell of that a moment later. */
	async intoCaption(index = 0) {
		await this.figure(index).locator('figcaption').click();
		await this.page.waitForTimeout(100);
	}

	tools(index = 0) {
		const figure = this.figure(index);
		return (name) => figure.getByRole('button', { name: this.desk.t(name), exact: true });
	}

	get upload() {
		return this.page.locator('.upload');
	}

	/** Chooses files by the tool of that name. */
	async pick(name, files) {
		const [chooser] = await Promise.all([this.page.waitForEvent('filechooser'), this.tool(name).click()]);
		await chooser.setFiles(files);
	}

	/** Waits until ${n} figures stand in the text and nothing is on its way. */
	async figures(n) {
		await this.page.waitForFunction(
			(want) => document.querySelectorAll('.ProseMirror figure').length === want && !document.querySelector('.upload'),
			n,
			{ timeout: 20000 },
		);
	}

	/** The attributes of the figures of the document, in order. */
	async attributes() {
		const found = [];
		const walk = (node) => {
			if (node.type === 'figure') found.push(node.attrs);
			node.content?.forEach(walk);
		};
		walk(await this.document());
		return found;
	}

	/** Drops files, or markup, on the text. */
	async drop({ files = [], html = '' }) {
		const bytes = files.map(({ name, mimeType, buffer }) => ({ name, mimeType, data: buffer.toString('base64') }));
		await this.body.evaluate(
			(element, data) => {
				const transfer = new DataTransfer();
				for (const { name, mimeType, data: base64 } of data.bytes)
					transfer.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], name, { type: mimeType }));
				if (data.html) transfer.setData('text/html', data.html);
				const box = element.lastElementChild.getBoundingClientRect();
				const at = { clientX: box.left + 5, clientY: box.bottom - 2 };
				element.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true, ...at }));
			},
			{ bytes, html },
		);
	}

	/** The line of this browser: cut, slow, or as it was. */
	async line(change = {}) {
		this.cdp ??= await this.page.context().newCDPSession(this.page);
		await this.cdp.send('Network.enable');
		await this.cdp.send('Network.emulateNetworkConditions', { ...network, ...change });
	}
}

export const file = (name, buffer, mimeType = 'image/png') => ({ name, mimeType, buffer });
