// Several pictures at once, each with its progress; what fails can be tried again without being
// chosen again.  Without script the form sends them all in one.
import {send} from '../common/send';
import type {Say} from '../common/words';

const LARGEST = 25 * 1024 * 1024;

interface Answer {
	id?: number;
	name?: string;
	message?: string;
}

interface Stored {
	id: number;
	name: string;
}

export class Uploads {
	private readonly input: HTMLInputElement;
	private readonly list: HTMLUListElement;
	private readonly told: HTMLParagraphElement;
	private readonly waiting: Row[] = [];
	private sending: Row | null = null;
	private done = 0;
	private failed = 0;

	constructor(private readonly form: HTMLFormElement, private readonly say: Say) {
		this.input = form.querySelector<HTMLInputElement>('input[type=file]')!;
		const hint = document.createElement('p');
		hint.className = 'hint';
		hint.textContent = say('several');
		this.input.before(hint);
		this.list = document.createElement('ul');
		this.list.className = 'uploads';
		this.list.setAttribute('aria-label', say('uploads'));
		this.list.hidden = true;
		this.told = document.createElement('p');
		this.told.setAttribute('role', 'status');
		form.append(this.list, this.told);
		form.addEventListener('submit', (event) => {
			event.preventDefault();
			this.add(this.input.files);
			this.input.value = '';
		});
		form.addEventListener('dragover', (event) => {
			if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
		});
		form.addEventListener('drop', (event) => {
			if (!event.dataTransfer?.files.length) return;
			event.preventDefault();
			this.add(event.dataTransfer.files);
		});
		addEventListener('beforeunload', (event) => {
			if (this.sending) event.preventDefault();
		});
	}

	private add(files: FileList | null): void {
		if (!files?.length) {
			this.input.focus();
			return;
		}
		const credit = this.form.querySelector<HTMLInputElement>('[name=credit]')?.value ?? '';
		for (const file of files) {
			const row = new Row(file, credit, this.say, () => this.again(row));
			this.list.append(row.item);
			this.waiting.push(row);
		}
		this.list.hidden = false;
		void this.next();
	}

	private again(row: Row): void {
		this.failed--;
		this.waiting.push(row);
		void this.next();
	}

	/** One after the other: each of them may be large. */
	private async next(): Promise<void> {
		if (this.sending) return;
		const row = this.waiting.shift();
		if (!row) {
			this.finished();
			return;
		}
		this.sending = row;
		try {
			row.stored(await deliver(row, this.form, this.say));
			this.done++;
		} catch (error) {
			row.refused(error instanceof Error ? error.message : String(error));
			this.failed++;
		}
		this.sending = null;
		void this.next();
	}

	private finished(): void {
		this.told.replaceChildren(this.say('all_done', this.done, this.failed));
		if (this.done === 0) return;
		const link = document.createElement('a');
		link.href = '/media';
		link.textContent = this.say('show');
		this.told.append(' ', link);
	}
}

/** A file on its way, as the list shows it. */
class Row {
	readonly item = document.createElement('li');
	private readonly text = document.createElement('span');
	private readonly bar = document.createElement('progress');
	private readonly retry = document.createElement('button');

	constructor(readonly file: File, readonly credit: string, private readonly say: Say, again: () => void) {
		const name = document.createElement('b');
		name.textContent = file.name;
		this.bar.max = 100;
		this.bar.value = 0;
		this.bar.setAttribute('aria-label', file.name);
		this.retry.type = 'button';
		this.retry.className = 'button';
		this.retry.textContent = say('retry');
		this.retry.hidden = true;
		this.retry.addEventListener('click', () => {
			this.retry.hidden = true;
			this.bar.hidden = false;
			this.item.className = '';
			this.text.textContent = say('waiting');
			again();
		});
		this.text.textContent = say('waiting');
		this.item.append(name, ' ', this.text, this.bar, this.retry);
	}

	progress(percent: number): void {
		this.bar.value = percent;
		this.text.textContent = this.say('sending', percent);
	}

	stored(picture: Stored): void {
		const link = document.createElement('a');
		link.href = `/media/${picture.id}`;
		link.textContent = this.say('done');
		this.text.replaceChildren(link);
		this.item.className = 'done';
		this.bar.hidden = true;
	}

	refused(why: string): void {
		this.text.textContent = this.say('failed', why);
		this.item.className = 'failed';
		this.bar.hidden = true;
		this.retry.hidden = false;
	}
}

function deliver(row: Row, form: HTMLFormElement, say: Say): Promise<Stored> {
	return new Promise((resolve, reject) => {
		if (row.file.size > LARGEST) {
			reject(new Error(say('large')));
			return;
		}
		const fields = new FormData();
		fields.append('csrf', form.querySelector<HTMLInputElement>('[name=csrf]')?.value ?? '');
		fields.append('credit', row.credit);
		fields.append('file', row.file);
		send<Answer>(fields, {
			progress: (percent) => row.progress(percent),
			answered: (status, answer) => {
				if (status === 201 && answer?.id) resolve({id: answer.id, name: answer.name ?? ''});
				else if (status === 401) reject(new Error(say('session')));
				else if (status === 413) reject(new Error(answer?.message ?? say('large')));
				else reject(new Error(answer?.message ?? say('network')));
			},
			cut: () => reject(new Error(say('network'))),
		});
	});
}
