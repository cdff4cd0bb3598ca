// The people of the byline, a row for each, over the field that is sent.
import {make} from '../common/dom';
import {fetched, type Panel} from './panel-base';

export interface Person {
	role: string;
	name: string;
	outlet: string;
}

// Words for roles that the desk reads besides those it writes.
const others: Record<string, string> = {
	记者: 'reporter', 本报记者: 'reporter', reporter: 'reporter', reporters: 'reporter',
	通讯员: 'correspondent', correspondent: 'correspondent', correspondents: 'correspondent',
	摄影: 'photographer', 摄影记者: 'photographer', photographer: 'photographer', photo: 'photographer',
	编辑: 'editor', editor: 'editor', editors: 'editor',
};

/** The rows of a text, or null if it has a line that is none. */
export function readPeople(text: string): Person[] | null {
	const people: Person[] = [];
	for (const line of text.split('\n').map((each) => each.trim()).filter((each) => each !== '')) {
		const parts = line.split(/[|｜]/).map((part) => part.trim());
		const role = others[(parts[0] ?? '').toLowerCase()];
		if (!role || parts.length < 2 || parts.length > 3) return null;
		for (const name of parts[1]!.split('、')) people.push({role, name: name.trim(), outlet: parts[2] ?? ''});
	}
	return people;
}

export function bylines(panel: Panel): void {
	const area = panel.field('bylines') as HTMLTextAreaElement;
	// Lines that cannot be read stay as they were typed, with what is wrong said beside them.
	if (readPeople(area.value) === null) return;
	new Bylines(panel, area);
}

class Bylines {
	private readonly list = make('ol', {className: 'people-rows'});
	private readonly known = make('datalist', {id: 'people-known'});
	private readonly add: HTMLButtonElement;
	private readonly group = make('div', {role: 'group', id: 'bylines', tabIndex: -1, 'aria-labelledby': 'bylines-label'});
	private directory: Person[] | null = null;
	private asked = false;
	private people: Person[] = [];
	/** Whose role somebody chose: what the directory says of them does not change it. */
	private readonly decided = new WeakSet<Person>();
	private dragged = -1;
	private mine = false;

	constructor(
		private readonly panel: Panel,
		private readonly area: HTMLTextAreaElement,
	) {
		const label = panel.form.querySelector<HTMLLabelElement>('label[for="bylines"]')!;
		const hint = document.getElementById('bylines-hint');
		label.id = 'bylines-label';
		label.removeAttribute('for');
		const described = area.getAttribute('aria-describedby');
		if (described) this.group.setAttribute('aria-describedby', described);
		if (hint) hint.textContent = panel.say('person_hint');
		area.id = 'bylines-text';
		area.setAttribute('aria-labelledby', 'bylines-label');
		this.add = make('button', {type: 'button', className: 'button', textContent: panel.say('person_add')});
		this.add.addEventListener('click', () => this.append());
		this.group.append(this.list, this.add, this.known);
		area.after(this.group);
		area.addEventListener('input', () => this.take());
		panel.onRestore(() => this.take());
		this.take();
	}

	/** Shows what the field has, unless that came from here; lines that are no rows as they are. */
	private take(): void {
		if (this.mine) return;
		const read = readPeople(this.area.value);
		this.area.hidden = read !== null;
		this.group.hidden = read === null;
		if (read === null) return;
		this.people = read;
		for (const person of read) if (person.name !== '') this.decided.add(person);
		this.show();
	}

	private store(): void {
		const label = (role: string) => this.panel.data.roles.find((known) => known.key === role)?.label ?? role;
		const lines = this.people.filter(({name, outlet}) => name.trim() !== '' || outlet.trim() !== '');
		this.mine = true;
		this.panel.put('bylines', lines.map(({role, name, outlet}) => `${label(role)} | ${name.trim()}${outlet.trim() ? ` | ${outlet.trim()}` : ''}\n`).join(''));
		this.mine = false;
	}

	private append(): void {
		const last = this.people[this.people.length - 1];
		this.people.push({role: last?.role ?? 'reporter', name: '', outlet: ''});
		this.show();
		this.focus(this.people.length - 1, '.person-name');
	}

	private focus(row: number, what: string): void {
		const found = this.list.children[row]?.querySelector<HTMLElement>(what);
		if (found && !(found as HTMLButtonElement).disabled) found.focus();
		else (this.list.children[row]?.querySelector<HTMLElement>('.person-name') ?? this.add).focus();
	}

	private move(from: number, to: number, what: string): void {
		const [person] = this.people.splice(from, 1);
		if (!person) return;
		this.people.splice(to, 0, person);
		this.store();
		this.show();
		this.focus(to, what);
		this.panel.speak(this.panel.say('person_moved', person.name || this.panel.say('person', to + 1), to + 1));
	}

	private remove(row: number): void {
		const [person] = this.people.splice(row, 1);
		this.store();
		this.show();
		this.focus(Math.min(row, this.people.length - 1), '.person-remove');
		this.panel.speak(this.panel.say('person_removed', person?.name || this.panel.say('person', row + 1)));
	}

	private show(): void {
		if (this.people.length === 0) this.people.push({role: 'reporter', name: '', outlet: ''});
		this.list.replaceChildren(...this.people.map((person, row) => this.row(person, row)));
		this.add.disabled = this.panel.locked || this.people.length >= this.panel.data.byline_max;
	}

	private row(person: Person, row: number): HTMLLIElement {
		const {panel} = this;
		const locked = panel.locked;
		const whose = () => person.name.trim() || panel.say('person', row + 1);
		const role = make('select', {'aria-label': panel.say('person_role'), disabled: locked, className: 'person-role'},
			...panel.data.roles.map(({key, label}) => make('option', {value: key, selected: key === person.role}, label)));
		const name = make('input', {type: 'text', className: 'person-name', value: person.name, 'aria-label': panel.say('person_name'), placeholder: panel.say('person_name'), autocomplete: 'off', list: 'people-known', readOnly: locked});
		const outlet = make('input', {type: 'text', className: 'person-outlet', value: person.outlet, 'aria-label': panel.say('person_outlet'), placeholder: panel.say('person_outlet'), autocomplete: 'off', readOnly: locked});
		const button = (sign: string, className: string, word: string, disabled: boolean, act: () => void) => {
			const made = make('button', {type: 'button', className: `person-button ${className}`, disabled: disabled || locked}, sign);
			const call = () => {
				made.title = panel.say(word, whose());
				made.setAttribute('aria-label', made.title);
			};
			call();
			name.addEventListener('input', call);
			made.addEventListener('click', act);
			return made;
		};
		const handle = make('span', {className: 'person-drag', draggable: !locked, title: panel.say('person_drag'), 'aria-hidden': 'true'}, '⠿');
		const item = make('div', {className: 'person-row', role: 'group', 'aria-label': panel.say('person', row + 1)});

		role.addEventListener('change', () => {
			this.decided.add(person);
			this.change(person, {role: role.value});
		});
		outlet.addEventListener('input', () => this.change(person, {outlet: outlet.value}));
		name.addEventListener('input', () => {
			this.change(person, {name: name.value});
			const found = this.directory?.find((known) => known.name === name.value.trim());
			// What the writer chose for this row stays.
			if (!found || person.outlet.trim() !== '') return;
			this.change(person, {role: this.decided.has(person) ? person.role : found.role, outlet: found.outlet});
			role.value = person.role;
			outlet.value = found.outlet;
		});
		name.addEventListener('focus', () => this.ask());
		item.append(handle, role, name, outlet,
			make('span', {className: 'person-moves'},
				button('↑', 'person-up', 'person_up', row === 0, () => this.move(row, row - 1, '.person-up')),
				button('↓', 'person-down', 'person_down', row === this.people.length - 1, () => this.move(row, row + 1, '.person-down')),
				button('×', 'person-remove', 'person_remove', false, () => this.remove(row))));
		this.drag(item, handle, row);
		return make('li', {}, item);
	}

	private drag(item: HTMLElement, handle: HTMLElement, row: number): void {
		handle.addEventListener('dragstart', (event) => {
			this.dragged = row;
			event.dataTransfer?.setData('text/plain', this.people[row]?.name ?? '');
			event.dataTransfer?.setDragImage(item, 0, 0);
		});
		handle.addEventListener('dragend', () => (this.dragged = -1));
		item.addEventListener('dragover', (event) => {
			if (this.dragged < 0) return;
			event.preventDefault();
			item.classList.add('is-over');
		});
		item.addEventListener('dragleave', () => item.classList.remove('is-over'));
		item.addEventListener('drop', (event) => {
			if (this.dragged < 0) return;
			event.preventDefault();
			item.classList.remove('is-over');
			if (this.dragged !== row) this.move(this.dragged, row, '.person-name');
			this.dragged = -1;
		});
	}

	private change(person: Person, what: Partial<Person>): void {
		Object.assign(person, what);
		this.store();
	}

	/** The directory, once, when somebody begins to name people. */
	private ask(): void {
		if (this.asked) return;
		this.asked = true;
		void fetched<{items: Person[]}>('/people').then((found) => {
			this.asked = found !== null;
			this.directory = found?.items ?? [];
			this.known.replaceChildren(...this.directory.map(({name, outlet, role}) =>
				make('option', {value: name, label: [outlet, this.panel.data.roles.find((known) => known.key === role)?.label ?? ''].filter((part) => part !== '').join(' · ')})));
			// Who typed faster than the directory came gets what it knows as well.
			const typing = document.activeElement;
			if (typing?.classList.contains('person-name')) typing.dispatchEvent(new Event('input', {bubbles: true}));
		});
	}
}
