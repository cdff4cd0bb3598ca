// On a small screen the panel is a sheet over the text, opened by a button of the bar below.
import {make} from '../common/dom';
import type {Panel} from './panel-base';

const WIDE = '(min-width: 75rem)';

export class Sheet {
	private readonly wide = matchMedia(WIDE);
	private readonly opener = make('button', {type: 'button', className: 'button to-parts', 'aria-expanded': 'false', 'aria-controls': 'parts'});
	private readonly closer = make('button', {type: 'button', className: 'button parts-close'});
	private covered: HTMLElement[] = [];

	constructor(
		private readonly panel: Panel,
		private readonly parts: HTMLElement,
	) {
		const {form} = panel;
		this.closer.textContent = panel.say('close');
		this.count(0);
		form.dataset.panel = 'on';
		form.querySelector('.buttons')?.append(this.opener);
		parts.prepend(this.closer);
		this.opener.addEventListener('click', () => this.open());
		this.closer.addEventListener('click', () => this.close());
		parts.addEventListener('keydown', (event) => {
			if (event.key === 'Escape' && !event.isComposing && this.isOpen) this.close();
		});
		this.wide.addEventListener('change', () => {
			if (this.wide.matches) this.close(false);
		});
	}

	get isOpen(): boolean {
		return this.covered.length > 0;
	}

	count(missing: number): void {
		this.opener.textContent = missing > 0 ? this.panel.say('details_todo', missing) : this.panel.say('details');
	}

	open(): void {
		if (this.wide.matches || this.isOpen) return;
		// All that is not on the way to the sheet is out of reach meanwhile.
		for (let at: Element = this.parts; at !== document.body && at.parentElement; at = at.parentElement) {
			for (const other of at.parentElement.children) {
				if (other !== at && other instanceof HTMLElement && !other.inert && !['SCRIPT', 'DIALOG'].includes(other.tagName)) this.covered.push(other);
			}
		}
		for (const each of this.covered) each.inert = true;
		this.panel.form.classList.add('sheet');
		this.parts.setAttribute('role', 'dialog');
		this.parts.setAttribute('aria-modal', 'true');
		this.parts.setAttribute('aria-label', this.panel.say('details'));
		this.opener.setAttribute('aria-expanded', 'true');
		this.parts.scrollTop = 0;
		this.closer.focus();
	}

	close(back = true): void {
		if (!this.isOpen) return;
		for (const each of this.covered) each.inert = false;
		this.covered = [];
		this.panel.form.classList.remove('sheet');
		for (const name of ['role', 'aria-modal', 'aria-label']) this.parts.removeAttribute(name);
		this.opener.setAttribute('aria-expanded', 'false');
		if (back) this.opener.focus();
	}

	/** Brings a field into sight, wherever it is, and goes there. */
	goTo(name: string): void {
		const target = document.getElementById(name);
		if (!target) return;
		if (this.parts.contains(target)) this.open();
		else this.close(false);
		for (let at: Element | null = target; at; at = at.parentElement) {
			if (at instanceof HTMLDetailsElement) at.open = true;
		}
		const control = target.matches('input, select, textarea, button, [contenteditable]') ? target : target.querySelector<HTMLElement>('input, select, button');
		(control ?? target).focus();
		target.scrollIntoView({block: 'center'});
	}
}
