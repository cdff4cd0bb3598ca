// Saves without leaving the page, so that undo reaches back over it.  Whatever is not a plain success goes the
// long way: the same form is sent again as a page, which its key makes safe, and the answer is shown.

/** The page that the answer is, if it tells of a save and nothing else. */
async function send(form: HTMLFormElement, submitter: HTMLButtonElement): Promise<{ page: Document; address: string } | null> {
	const fields = new URLSearchParams();
	for (const [name, value] of new FormData(form)) fields.append(name, value as string);
	fields.set(submitter.name, submitter.value);
	try {
		const answer = await fetch(form.getAttribute('action')!, { method: 'POST', body: fields, redirect: 'follow' });
		if (!answer.ok || !answer.redirected) return null;
		const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
		return page.getElementById('form') ? { page, address: answer.url } : null;
	} catch {
		return null;
	}
}

/** Takes over what the save changed in the page around the text: version, state, the fields that go along. */
function adopt(form: HTMLFormElement, page: Document) {
	const made = page.getElementById('form') as HTMLFormElement;
	for (const name of ['csrf', 'key', 'base'])
		form.querySelector<HTMLInputElement>(`input[name="${name}"]`)!.value = made.querySelector<HTMLInputElement>(`input[name="${name}"]`)!.value;
	// Its buttons are called "action", so the property of that name is they.
	form.setAttribute('action', made.getAttribute('action')!);
	form.dataset.article = made.dataset.article;
	const parts = ['.page-title', '.panel .saved-state', '.notice'];
	for (const part of parts) {
		const now = document.querySelector(part);
		const then = page.querySelector(part);
		if (now && then) now.replaceWith(document.importNode(then, true));
		else if (then && part === '.notice') document.getElementById('main')!.prepend(document.importNode(then, true));
	}
	document.title = page.title;
	// The slug is made from the headline if it was left empty.
	const slug = form.elements.namedItem('slug') as HTMLInputElement;
	if (slug.value === '') slug.value = (made.elements.namedItem('slug') as HTMLInputElement).value;
}

export class Saver {
	private busy: Promise<void> | null = null;

	constructor(
		private form: HTMLFormElement,
		private state: (saving: boolean) => void,
	) {}

	/** Saves once at a time; what is typed meanwhile waits for the next time. */
	save(): Promise<void> {
		return (this.busy ??= this.run().finally(() => (this.busy = null)));
	}

	private async run() {
		const button = this.form.querySelector<HTMLButtonElement>('button[name="action"][value="save"]')!;
		// A page that tells of something wrong is to be answered as a whole.
		const clean = !document.querySelector('.summary, .stale');
		this.state(true);
		// What keeps the text says with the form which words these are, and hears that they are saved.
		this.form.dispatchEvent(new CustomEvent('copydesk:saving'));
		const answer = clean ? await send(this.form, button) : null;
		this.state(false);
		if (answer === null) {
			this.form.requestSubmit(button);
			return;
		}
		adopt(this.form, answer.page);
		history.replaceState(null, '', answer.address);
		this.form.dispatchEvent(new CustomEvent('copydesk:saved'));
	}
}
