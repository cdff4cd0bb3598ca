// One picture on its way to the desk, and what a person sees of it meanwhile.
import { send } from '../common/send';
import { button, make } from './dom';
import { say } from './lang';
import { csrf, type Media } from './media';

const MAX_BYTES = 25 * 1024 * 1024;
// More at once would only share the same line.
const AT_ONCE = 2;
// Before it goes on by itself after a cut; then a person decides.
const PAUSES_MS = [2000, 8000, 30_000];

const waiting: Upload[] = [];
const going = new Set<Upload>();
const open = new Set<Upload>();

function next() {
	while (going.size < AT_ONCE && waiting.length > 0) waiting.shift()!.send();
}

/** Is there a picture that the desk does not have yet? */
export const uploading = () => open.size > 0;

addEventListener('beforeunload', (event) => {
	if (uploading()) event.preventDefault();
});
// Whatever the network had stopped goes on by itself.
addEventListener('online', () => {
	for (const upload of open) if (upload.cut) upload.start();
});

interface Refusal {
	message: string;
	/** It would be the same the next time. */
	final: boolean;
	cut?: boolean;
}

function refusal(status: number, told?: string): Refusal {
	if (status === 401) return { message: say('uploadSession'), final: false };
	if (status === 413) return { message: told ?? say('uploadTooLarge'), final: true };
	return { message: told ?? say('uploadRefused'), final: status === 422 || status === 415 };
}

export class Upload {
	readonly element: HTMLElement;
	/** Only the network stood in the way. */
	cut = false;
	/** A person wants it no more. */
	givenUp = false;
	private media: Media | null = null;
	private bar = make('progress', { max: '100', value: '0' }) as HTMLProgressElement;
	private status = make('span', { class: 'upload-status', role: 'status' });
	private again = button(say('uploadAgain'), () => this.start(), { class: 'button small', hidden: '' });
	private giveUp: (() => void) | null = null;
	private cuts = 0;
	private pause = 0;

	/** ${done} is called once: with the picture, or with null if a person gave it up. */
	constructor(
		private file: File,
		private done: (media: Media | null) => void,
	) {
		const name = file.name || say('picture');
		this.bar.setAttribute('aria-label', say('uploadOf', { name }));
		const cancel = button(say('uploadCancel'), () => this.cancel(), { class: 'button small' });
		this.element = make(
			'div',
			{ class: 'upload', role: 'group', 'aria-label': say('uploadOf', { name }) },
			make('span', { class: 'upload-name' }, name),
			this.bar,
			this.status,
			make('span', { class: 'upload-acts' }, this.again, cancel),
		);
		void this.thumbnail();
	}

	/** A small picture of the picture: by canvas, for our policy lets no blob be one. */
	private async thumbnail() {
		try {
			const image = await createImageBitmap(this.file, { resizeHeight: 96, resizeQuality: 'medium' });
			const canvas = make('canvas', { width: String(image.width), height: String(image.height), 'aria-hidden': 'true' }) as HTMLCanvasElement;
			canvas.getContext('2d')?.drawImage(image, 0, 0);
			image.close();
			this.element.prepend(canvas);
		} catch {
			// No browser's picture; what is wrong with it the desk will say.
		}
	}

	start() {
		const { media } = this;
		if (media) {
			setTimeout(() => this.done(media));
			return;
		}
		open.add(this);
		clearTimeout(this.pause);
		this.again.hidden = true;
		this.cut = false;
		this.element.classList.remove('is-failed');
		this.bar.value = 0;
		if (this.file.size > MAX_BYTES) return this.fail({ message: say('uploadTooLarge'), final: true });
		this.status.textContent = say('uploadWaiting');
		if (!waiting.includes(this) && !going.has(this)) waiting.push(this);
		next();
	}

	send() {
		going.add(this);
		const fields = new FormData();
		fields.set('csrf', csrf());
		fields.set('file', this.file, this.file.name || 'picture');
		this.status.textContent = say('uploadGoing', { percent: 0 });
		this.giveUp = send<Media & { message?: string }>(fields, {
			progress: (percent) => this.progress(percent),
			answered: (status, answer) => this.answered(status, answer),
			cut: () => this.fail({ message: say('uploadCut'), final: false, cut: true }),
		});
	}

	private progress(percent: number) {
		this.bar.value = percent;
		this.status.textContent = percent < 100 ? say('uploadGoing', { percent }) : say('uploadChecked');
	}

	private answered(status: number, media: (Media & { message?: string }) | null) {
		if (status !== 200 && status !== 201) return this.fail(refusal(status, media?.message));
		if (!media || !Number.isInteger(media.id)) return this.fail({ message: say('uploadRefused'), final: false });
		this.end();
		this.media = media;
		if (open.delete(this)) this.done(media);
	}

	private fail({ message, final, cut }: Refusal) {
		this.end();
		this.cut = cut ?? false;
		this.status.textContent = message;
		this.again.hidden = final;
		this.element.classList.add('is-failed');
		if (!this.cut || !navigator.onLine || !open.has(this)) return;
		const pause = PAUSES_MS[this.cuts++];
		if (pause !== undefined) this.pause = window.setTimeout(() => this.start(), pause);
	}

	/** This attempt is over; the next in the queue may go. */
	private end() {
		this.giveUp = null;
		going.delete(this);
		next();
	}

	/** Stops until it is started again. */
	hold() {
		const at = waiting.indexOf(this);
		if (at >= 0) waiting.splice(at, 1);
		clearTimeout(this.pause);
		open.delete(this);
		this.giveUp?.();
		this.end();
	}

	cancel() {
		if (!open.has(this)) return;
		this.hold();
		this.givenUp = true;
		this.done(null);
	}
}
