// Saves without leaving the page, so that undo reaches back over it.  What has no answer is sent again as it
// was, which its key makes safe; what the desk refuses goes the long way, as a page that shows the answer.
import { carried } from '../desk/fields';
import { say } from './lang';
import type { Note } from './note';

// Long enough for a slow line; a request that hangs is one without an answer.
const TIMEOUT = 30000;

interface Request {
	address: string;
	fields: URLSearchParams;
	/** The words, to be told from later ones. */
	words: string;
}

/** The page that follows, its address; "lost": whether it is stored is not known; or what is to be shown as a page. */
type Answer = { page: Document; address: string } | 'lost' | 'refused';

function wordsOf(form: HTMLFormElement): string {
	return JSON.stringify([...new FormData(form)].filter(([name]) => !carried.has(name)));
}

function requestOf(form: HTMLFormElement): Request {
	const fields = new URLSearchParams();
	for (const [name, value] of new FormData(form)) fields.append(name, value as string);
	fields.set('action', 'save');
	return { address: form.getAttribute('action')!, fields, words: wordsOf(form) };
}

async function send({ address, fields }: Request): Promise<Answer> {
	try {
		const answer = await fetch(address, { method: 'POST', body: fields, signal: AbortSignal.timeout(TIMEOUT) });
		if (answer.status >= 500 || answer.status === 429) return 'lost';
		if (!answer.ok || !answer.redirected) return 'refused';
		const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
		return page.getElementById('form') ? { page, address: answer.url } : 'refused';
	} catch {
		return 'lost';
	}
}

const input = (form: HTMLFormElement, name: string) => form.querySelector<HTMLInputElement>(`input[name="${name}"]`)!;

/** Takes over what the save changed in the page around the text: version, state, the fields that go along.  Returns what it wrote. */
function adopt(form: HTMLFormElement, page: Document, address: string): Record<string, string> {
	const made = page.getElementById('form') as HTMLFormElement;
	for (const name of ['csrf', 'key', 'base']) input(form, name).value = input(made, name).value;
	// The page shows the latest version.  If that is a colleague's, this one goes on from its own all the same.
	const revision = new URL(address).searchParams.get('revision') ?? '';
	const latest = input(form, 'base').value === revision;
	if (revision !== '') input(form, 'base').value = revision;
	// Its buttons are called "action", so the property of that name is they.
	form.setAttribute('action', made.getAttribute('action')!);
	form.dataset.article = made.dataset.article;
	for (const part of latest ? ['.page-title', '.panel .saved-state', '.notice'] : ['.notice']) {
		const now = document.querySelector(part);
		const then = page.querySelector(part);
		if (now && then) now.replaceWith(document.importNode(then, true));
		else if (then && part === '.notice') document.getElementById('main')!.prepend(document.importNode(then, true));
	}
	if (!latest) return {};
	document.title = page.title;
	// The slug is made from the headline if it was left empty.
	const slug = form.elements.namedItem('slug') as HTMLInputElement;
	if (slug.value !== '') return {};
	slug.value = (made.elements.namedItem('slug') as HTMLInputElement).value;
	return { slug: slug.value };
}

export class Saver {
	private busy: Promise<void> | null = null;
	private unanswered: Request | null = null;

	constructor(
		private form: HTMLFormElement,
		private state: (saving: boolean) => void,
		private note: Note,
	) {
		addEventListener('online', () => void (this.unanswered && this.save()));
		// Whatever else the form is sent for comes after what has no answer yet.
		form.addEventListener('submit', (event) => this.submitted(event), true);
	}

	/** Saves once at a time; what is typed meanwhile waits for the next time. */
	save(): Promise<void> {
		return (this.busy ??= this.run().finally(() => (this.busy = null)));
	}

	private submitted(event: SubmitEvent) {
		const button = event.submitter;
		if (!this.unanswered || (button instanceof HTMLButtonElement && button.formTarget)) return;
		event.preventDefault();
		event.stopImmediatePropagation();
		void this.save().then(() => {
			if (!this.unanswered) this.form.requestSubmit(button);
		});
	}

	private async run() {
		// A page that tells of something wrong is to be answered as a whole.
		if (document.querySelector('.summary, .stale')) {
			this.unanswered = null;
			return this.leave();
		}
		if (this.unanswered && !(await this.one(this.unanswered))) return;
		if (this.unanswered?.words === wordsOf(this.form)) return void (this.unanswered = null);
		this.unanswered = null;
		// What keeps the text says with the form which words these are, and hears that they are saved.
		this.form.dispatchEvent(new CustomEvent('copydesk:saving'));
		if (await this.one(requestOf(this.form))) this.unanswered = null;
	}

	/** Sends ${request} until it has an answer or the page is left for it; true if it is saved. */
	private async one(request: Request): Promise<boolean> {
		this.unanswered = request;
		// Signing in meanwhile gave the page another.
		request.fields.set('csrf', input(this.form, 'csrf').value);
		this.state(true);
		const answer = await send(request);
		this.state(false);
		if (answer === 'lost') {
			this.note.show(say('saveLost'), [say('saveLostHow')], true);
			this.form.dispatchEvent(new CustomEvent('copydesk:unsaved'));
			return false;
		}
		if (answer === 'refused') {
			this.unanswered = null;
			this.leave();
			return false;
		}
		const detail = adopt(this.form, answer.page, answer.address);
		history.replaceState(null, '', answer.address);
		this.note.hide();
		this.form.dispatchEvent(new CustomEvent('copydesk:saved', { detail }));
		return true;
	}

	private leave() {
		this.form.requestSubmit(this.form.querySelector<HTMLButtonElement>('button[name="action"][value="save"]')!);
	}
}
