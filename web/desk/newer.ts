// Says that somebody saved a newer version than the one that this form goes on from.
import type {NewerVersion} from './wire';
import type {Say} from './words';

export class Newer {
	private readonly box = document.createElement('div');
	private readonly text = document.createElement('p');
	private readonly link = document.createElement('a');

	constructor(
		form: HTMLFormElement,
		private readonly say: Say,
	) {
		this.box.className = 'newer';
		this.box.hidden = true;
		this.box.setAttribute('role', 'status');
		this.link.textContent = say('newer_compare');
		this.link.target = '_blank';
		this.box.append(this.text, this.link);
		form.before(this.box);
	}

	show(newer?: NewerVersion): void {
		if (!newer) {
			this.box.hidden = true;
			return;
		}
		const text = this.say('newer', newer.names, String(newer.number), newer.at);
		// What a screen reader has said it need not say again.
		if (this.text.textContent !== text) this.text.textContent = text;
		this.link.href = newer.compare;
		this.box.hidden = false;
	}
}
