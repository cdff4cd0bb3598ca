// Text that this browser kept and the desk never got: offered with what differs.
import {button, make} from '../common/dom';
import {isEnglish, type Say} from '../common/words';
import type {Autosave} from './autosave';
import {blocksOf, plainOf} from './body';
import {hidden, readFields, sameFields, writeFields, type Fields} from './fields';
import type {Keep, Kept} from './keep';
import type {Presence} from './presence';
import {seldom} from './seldom';
import {freshName, Tab} from './tab';
import {tell, type Around} from './wire';

// As long as the desk keeps a working copy.
const MONTH = 30 * 24 * 3600000;
// Between two looks for windows that began after this one.
const EVERY = 5000;

/** As much of ${text} as offer.c says of one without a headline. */
function begin(text: string): string {
	const signs = [...text.slice(0, 200).trim()];
	return signs.length > 40 ? `${signs.slice(0, 40).join('')}…` : signs.join('');
}

interface State {
	base: string;
	draft: string;
	fields: Fields;
}

function stateOf(form: HTMLFormElement): State {
	return {base: hidden(form, 'base').value, draft: hidden(form, 'draft').value, fields: readFields(form)};
}

/** The form goes on from what the words were written on: a newer version is met when saving. */
function put(form: HTMLFormElement, {base, draft, fields}: State): void {
	hidden(form, 'base').value = base;
	if (draft) hidden(form, 'draft').value = draft;
	writeFields(form, fields);
}

/** The box that offers ${kept}; ${before}: it was put back by itself, into a form that was so. */
export function offerOf(form: HTMLFormElement, kept: Kept, keep: Keep, autosave: Autosave, say: Say, before?: State): HTMLElement {
	const {fields} = kept;
	const when = new Date(kept.at).toLocaleString(isEnglish() ? 'en-GB' : 'zh-CN', {dateStyle: 'long', timeStyle: 'short'});
	// The first words, as the desk shows them of what it has.
	const about = make('b', {lang: fields.lang === 'en' ? 'en' : 'zh-Hans'}, fields.headline || begin(blocksOf(fields).map(plainOf).join('')));
	const told = make('p', {role: 'status'}, say('local', when), ' ', about);
	const acts = make('div', {className: 'offer-acts'});
	const box = make('div', {className: 'offer', role: 'group', 'aria-label': say('unsaved')}, told, acts);
	const only = (words: string, undo: HTMLElement): void => {
		told.textContent = words;
		acts.replaceChildren(undo);
		box.querySelector('.changes')?.remove();
	};
	const took = (before: State, apart: Kept | null): HTMLButtonElement => {
		autosave.restored(kept.key);
		const taken = readFields(form);
		const undo = button(say('undo'), () => {
			// The desk may have taken it, and this browser forgotten it; and something may have been written since.
			const again = [kept];
			const now = stateOf(form);
			const {key} = autosave;
			if (!sameFields(now.fields, taken)) again.push({...kept, ...now, key: `${kept.key}/${Date.now()}`, at: Date.now()});
			put(form, before);
			autosave.unrestored(kept.key);
			if (apart && apart.key !== autosave.key) autosave.restored(apart.key);
			// (Where the draft was another one, what was written on is kept by it.)
			void Promise.all(again.map((one) => keep.put(one)))
				.then(() => (key === autosave.key ? undefined : keep.remove(key)))
				.catch(() => {});
			box.replaceWith(...again.map((one) => offerOf(form, one, keep, autosave, say)));
		});
		only(say('restored'), undo);
		return undo;
	};
	const compare = button(say('compare'), async () => {
		const tools = await seldom();
		if (!tools || !compare.isConnected) return;
		box.querySelector('.changes')?.remove();
		box.append(tools.changes(form, readFields(form), fields, say));
	});
	acts.append(
		compare,
		button(say('take'), () => {
			const before = stateOf(form);
			// The way back ends with this page: what was written here is offered by the next one.
			const apart = autosave.apart();
			if (apart) void keep.put(apart).catch(() => {});
			put(form, kept);
			// The button that was pressed is gone: its place is the way back.
			took(before, apart).focus();
		}),
		button(say('drop'), () => {
			void keep.remove(kept.key).catch(() => {});
			const undo = button(say('undo'), () => {
				void keep.put(kept).catch(() => {});
				const again = offerOf(form, kept, keep, autosave, say);
				box.replaceWith(again);
				again.querySelector('button')?.focus();
			});
			only(say('dropped'), undo);
			told.append(' ', about);
			undo.focus();
		}),
	);
	if (before) took(before, null);
	return box;
}

/** What the page of a new article held when it was loaded anew, unless it was about to save that. */
export async function ownWords(form: HTMLFormElement, keep: Keep): Promise<Kept | undefined> {
	const [entry] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
	if (entry?.type !== 'reload' || form.dataset.article || form.dataset.unsaved || hidden(form, 'copy').value) return undefined;
	const all = await keep.list(form.dataset.user ?? '', 'new');
	const left = Tab.left<Kept>('new');
	if (left && left.user === form.dataset.user) all.push(left);
	const own = all.filter((kept) => kept.tab === Tab.last()).sort((a, b) => b.seq - a.seq)[0];
	if (!own || own.saving === own.seq || sameFields(own.fields, readFields(form))) return undefined;
	const {saved} = await tell<Around>(`/articles/new/presence?tab=${own.tab}&draft=${own.draft}&leaves=1`);
	if (saved > own.seq) return undefined;
	if (own === left) await keep.put(own);
	return own;
}

/** Puts ${own} back into a form that nobody has touched yet, and returns how that was. */
export function putBack(form: HTMLFormElement, own: Kept): State {
	const before = stateOf(form);
	put(form, own);
	// The desk offers what it has of the same page.
	for (const offer of document.querySelectorAll(`.offer[data-tab="${own.tab}"]`)) offer.remove();
	form.dataset.unsaved = '1';
	return before;
}

/** Before the form; where two offers stand already, folded as the desk folds its own. */
function place(form: HTMLFormElement, box: HTMLElement, say: Say): void {
	let more: Element | null = document.querySelector('.offers');
	if (!more && document.querySelectorAll('.offer').length > 1) {
		more = make('details', {className: 'offers'}, make('summary', {}, say('more_offers')));
		form.before(more);
	}
	if (more) more.append(box);
	else form.before(box);
}

/** ${kept} under a key of its own, which what is typed now does not take. */
async function aside(kept: Kept, keep: Keep): Promise<Kept> {
	if (isAside(kept)) return kept;
	const moved = {...kept, key: `${kept.key}/${kept.seq}`};
	try {
		await keep.put(moved);
	} catch {
		// A disk that is full is no reason to hide what is on it.
		return kept;
	}
	await keep.remove(kept.key).catch(() => {});
	return moved;
}

const isAside = ({key}: Kept): boolean => key.split('/').length > 3;

/** What pages before this one kept here, and did not take with them; ${own} is in the form again. */
export async function setAside(form: HTMLFormElement, subject: string, tab: Tab, keep: Keep, own?: Kept): Promise<Kept[]> {
	const found: Kept[] = [];
	const user = form.dataset.user ?? '';
	// At once, for this page may leave something too.
	const left = Tab.left<Kept>(subject);
	let all = await keep.list(user, subject).catch(() => []);
	if (left?.user === user) {
		// The last words of a page that had no time to keep them: also where there is no room for them now.
		const known = all.some((kept) => kept.tab === left.tab && kept.seq >= left.seq);
		if (!known) all = [...all.filter(({key}) => key !== left.key), left];
		await (known ? Promise.resolve() : keep.put(left)).then(() => Tab.taken(subject, left), () => {});
	}
	// Those first that the desk does not have.
	all.sort((a, b) => Number(a.acked >= a.seq) - Number(b.acked >= b.seq));
	for (const kept of all) {
		// What was about to be saved is what the form of a refused save shows.
		if (kept.tab === tab.name && kept.saving === kept.seq) continue;
		if (kept.tab !== tab.name && (await Tab.isOpen(kept.tab))) continue;
		// The same words, taken and not yet sent, or taken back.
		if (found.some((one) => one.draft === kept.draft && sameFields(one.fields, kept.fields))) await keep.remove(kept.key).catch(() => {});
		// The form that follows a refused save writes over what the desk has of the page before: it has these words no more.
		else found.push(await aside(kept.tab === tab.name && kept.seq !== own?.seq ? {...kept, tab: freshName(), acked: 0} : kept, keep));
	}
	return found;
}

/** Calls ${gone} with what a window kept that writes on the same, once that is closed; ${known} is what is told of already. */
export async function eachClosed(form: HTMLFormElement, subject: string, tab: Tab, keep: Keep, known: Kept[], gone: (kept: Kept) => Promise<void>): Promise<void> {
	const user = form.dataset.user ?? '';
	const closed = async (name: string) => {
		await Tab.closed(name);
		for (const kept of await keep.list(user, subject)) if (kept.tab === name && !isAside(kept)) await gone(await aside(kept, keep));
	};
	const watched = new Set([tab.name, ...known.map((kept) => kept.tab)]);
	// It may begin later than this page, and end between two looks.
	for (;;) {
		for (const key of await keep.keys(user, subject).catch(() => [])) {
			const [, , name = '', moved] = key.split('/');
			if (moved || watched.has(name)) continue;
			watched.add(name);
			void closed(name).catch(() => {});
		}
		await new Promise((done) => setTimeout(done, EVERY));
	}
}

/** What was typed while the save was on its way that made this article: it is kept as that of a new one. */
export async function sinceSave(form: HTMLFormElement, keep: Keep, presence: Presence): Promise<Kept[]> {
	const {article = '', user = ''} = form.dataset;
	if (!article) return [];
	const found: Kept[] = [];
	const left = Tab.left<Kept>('new');
	const all = (await keep.list(user, 'new').catch(() => [])).filter(({key}) => key !== left?.key);
	if (left?.user === user) all.push(left);
	for (const kept of all) {
		if (!kept.saving || kept.seq <= kept.saving || (await Tab.isOpen(kept.tab)) || (await presence.savedOf(kept.tab, '')) < kept.saving) continue;
		const subject = `a${article}`;
		const moved = {...kept, key: `${user}/${subject}/${kept.tab}/${kept.seq}`, subject, draft: '', base: hidden(form, 'base').value};
		found.push(moved);
		await keep.put(moved).then(() => {
			Tab.taken('new', kept);
			return keep.remove(kept.key);
		}).catch(() => {});
	}
	return found;
}

/** The desk's own offer of what ${tab} wrote, if it got that after it had made this page. */
async function later(form: HTMLFormElement, tab: string): Promise<HTMLElement | null> {
	const offer = `.offer[data-tab="${tab}"]`;
	if (document.querySelector(offer)) return null;
	const {article} = form.dataset;
	const page = await fetch(`/articles/${article ? `${article}?edit=1` : 'new'}`);
	if (!page.ok) throw new Error();
	return new DOMParser().parseFromString(await page.text(), 'text/html').querySelector<HTMLElement>(offer);
}

/** Offers what is in this browser alone, and forgets what the desk has. */
export async function offerKept(form: HTMLFormElement, found: Kept[], keep: Keep, autosave: Autosave, presence: Presence, say: Say): Promise<void> {
	const here = readFields(form);
	for (const kept of found) {
		const own = () => offerOf(form, kept, keep, autosave, say);
		let offer: HTMLElement | null = null;
		if (!sameFields(kept.fields, here) && Date.now() - kept.at < MONTH) {
			const has = kept.acked >= kept.seq || (await presence.savedOf(kept.tab, kept.draft).catch(() => 0)) >= kept.seq;
			// What cannot be asked for now is offered as it is here.
			offer = has ? await later(form, kept.tab).catch(() => own()) : own();
		}
		if (offer) place(form, offer, say);
		if (!offer || 'tab' in offer.dataset) await keep.remove(kept.key).catch(() => {});
	}
	// One of those pages may have been what held the article.
	if (found.length > 0 && form.dataset.locked === '1') await presence.look();
}
