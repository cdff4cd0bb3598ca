// A form that is another's for now: it can be read, copied and sent, but nothing in it changes.  What
// cannot be chosen is disabled, never what is chosen: a disabled control would not be sent.
const HELD = 'held';

function hold(element: HTMLElement & {disabled: boolean}, held: boolean): void {
	if (held && !element.disabled) {
		element.disabled = true;
		element.dataset[HELD] = '';
	} else if (!held && HELD in element.dataset) {
		element.disabled = false;
		delete element.dataset[HELD];
	}
}

/** Makes all controls of ${form} read-only, or ends that; it may be said again, for new ones too. */
export function setReadOnly(form: HTMLFormElement, locked: boolean): void {
	for (const control of form.elements) {
		if (control instanceof HTMLSelectElement) {
			for (const option of control.options) hold(option, locked && !option.selected);
		} else if (control instanceof HTMLTextAreaElement) {
			control.readOnly = locked;
		} else if (control instanceof HTMLInputElement) {
			if (control.type === 'radio') hold(control, locked && !control.checked);
			else if (control.type === 'file') hold(control, locked);
			else if (control.type !== 'hidden' && control.type !== 'checkbox') control.readOnly = locked;
		}
	}
}

/** A checkbox knows no read-only: its clicks, by pointer or key, are taken back. */
export function guardChecks(form: HTMLFormElement): void {
	form.addEventListener('click', (event) => {
		if (form.dataset.locked === '1' && event.target instanceof HTMLInputElement && event.target.type === 'checkbox') event.preventDefault();
	});
}
