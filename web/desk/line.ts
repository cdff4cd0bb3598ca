// The line that says what is saved where.  It changes with every save; what is read aloud changes
// only when something does for the writer.
export class Line {
	private readonly shown: HTMLElement;
	private readonly spoken: HTMLElement;
	private kind = '';

	constructor(beside: Element) {
		this.shown = document.createElement('p');
		this.shown.className = 'working';
		this.shown.id = 'working';
		this.spoken = document.createElement('p');
		this.spoken.className = 'sr';
		this.spoken.setAttribute('role', 'status');
		this.spoken.setAttribute('aria-live', 'polite');
		beside.after(this.shown, this.spoken);
	}

	say(kind: 'saving' | 'saved' | 'paused', text: string): void {
		this.shown.textContent = text;
		this.shown.dataset.kind = kind;
		if (kind === 'saving' || (kind === 'saved' && this.kind === 'saved')) return;
		this.kind = kind;
		this.spoken.textContent = text;
	}
}
