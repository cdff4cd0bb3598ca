// Says that somebody saved a newer version than the one that this form goes on from.
import {make} from '../common/dom';
import type {Say} from '../common/words';
import type {NewerVersion} from './wire';

export class Newer {
	private readonly text = make('p');
	private readonly link = make('a', {target: '_blank'});
	private readonly box = make('div', {className: 'newer', hidden: true, role: 'status'}, this.text, this.link);

	constructor(
		form: HTMLFormElement,
		private readonly say: Say,
	) {
		this.link.textContent = say('newer_compare');
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
