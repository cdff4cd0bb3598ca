// The line that says what is saved where.  It changes with every save; what is read aloud changes
// only when something does for the writer.
import {make} from '../common/dom';

export class Line {
	private readonly shown = make('p', {className: 'working', id: 'working'});
	private readonly spoken = make('p', {className: 'sr', role: 'status', 'aria-live': 'polite'});
	private kind = '';

	constructor(beside: Element) {
		beside.after(this.shown, this.spoken);
	}

	/** ${acts}: what can be done about it, after its words. */
	say(kind: 'saving' | 'saved' | 'paused', text: string, ...acts: (Node | string)[]): void {
		this.shown.replaceChildren(make('span', {}, text, ...acts));
		this.shown.dataset.kind = kind;
		if (kind === 'saving' || (kind === 'saved' && this.kind === 'saved')) return;
		this.kind = kind;
		this.spoken.textContent = text;
	}
}
