// What the form of an article does beyond a form.  Without this script it is a form all the same.
import {blockOf, sayer} from '../common/words';
import {Autosave} from './autosave';
import {hidden, readFields, sameFields, typedAlready, type Fields} from './fields';
import {Keep, type Kept} from './keep';
import {Line} from './line';
import {eachClosed, offerKept, offerOf, ownWords, putBack, setAside, sinceSave} from './offer';
import {oneLine} from './one_line';
import {beginPanel} from './panel';
import {Presence} from './presence';
import {soon} from './seldom';
import {freshName, Tab} from './tab';

// As long as an untouched form waits for the words that it held before.
const PATIENCE = 3000;

/** Resolves when somebody writes into the form, or when that has been waited for long enough. */
const touched = (form: HTMLFormElement) =>
	new Promise<undefined>((resolve) => {
		for (const event of ['input', 'change', 'copydesk:change', 'compositionstart']) form.addEventListener(event, () => resolve(undefined), {once: true});
		setTimeout(resolve, PATIENCE);
	});

// ${shown}: what the form held when the script came; what differs from it by now was typed meanwhile.
async function beginForm(form: HTMLFormElement, beside: Element, shown: Fields): Promise<void> {
	const say = sayer(blockOf('desk-words'));
	const keep = new Keep();
	// Neither the desk nor the disk is waited for with words that nobody keeps yet.
	const own = await Promise.race([ownWords(form, keep).catch(() => undefined), touched(form)]);
	const tab = await Tab.ofPage(hidden(form, 'tab').value || own?.tab || '');
	if (!form.dataset.article) hidden(form, 'draft').value ||= freshName();
	// Not over what was typed meanwhile.
	const fresh = own?.tab === tab.name && sameFields(readFields(form), shown) ? putBack(form, own) : undefined;
	const subject = form.dataset.article ? `a${form.dataset.article}` : 'new';
	const setting = setAside(form, subject, tab, keep, fresh && own).catch(() => []);
	const autosave = new Autosave(form, tab, keep, new Line(beside), say, fresh ? readFields(form) : shown, setting);
	const presence = new Presence(form, tab, autosave, say);
	// Until then, and where they do not come, the list of comments stands as the server made it.
	void soon().then(({remarksOf}) => remarksOf(form), () => {});
	await presence.begin();
	const before = await setting;
	const offer = (found: Kept[]) => offerKept(form, found, keep, autosave, presence, say).catch(() => {});
	// (Under the key that it has by now.)
	const back = fresh && before.find((kept) => kept.tab === tab.name && kept.seq === own?.seq);
	if (back) form.before(offerOf(form, back, keep, autosave, say, fresh));
	await offer(before.filter((kept) => kept !== back));
	await offer(await sinceSave(form, keep, presence).catch(() => []));
	await eachClosed(form, subject, tab, keep, before, (kept) => offer([kept]));
}

/** Begins, where the page has a form of an article. */
export function begin(): void {
	// What is wrong is heard first, and one key from its field.
	document.getElementById('faults')?.focus();
	const form = document.querySelector<HTMLFormElement>('form#form');
	if (!form) return;
	const buttons = form.querySelector('.buttons');
	if (typedAlready(form)) form.dataset.unsaved = '1';
	form.addEventListener('submit', (event) => {
		if (!(event.submitter instanceof HTMLButtonElement && event.submitter.formTarget)) form.dataset.leaving = '1';
	});
	for (const field of form.querySelectorAll<HTMLTextAreaElement>('textarea.one-line')) oneLine(field);
	beginPanel(form);
	if (buttons) void beginForm(form, buttons, readFields(form));
}
