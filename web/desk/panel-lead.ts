// The lead picture: chosen in a window, shown as it will be cut, with its own words.
import {position} from '../common/crop';
import {make} from '../common/dom';
import {fetched, type Panel} from './panel-base';
import {thumbnail, type Picture} from './panel-pick';
import {seldom} from './seldom';

const CROPS = [['16:9', 16 / 9], ['4:3', 4 / 3], ['1:1', 1]] as const;
const LOOK_AGAIN = 3000;
const TEXTS = ['alt', 'caption', 'credit'] as const;

export function lead(panel: Panel): void {
	const field = panel.field('lead_media') as HTMLInputElement;
	const holder = field.closest<HTMLElement>('.field')!;
	const part = document.getElementById('part-lead')!;
	const told = make('p', {className: 'lead-told', role: 'status'});
	const crops = make('div', {className: 'crops', role: 'group', 'aria-label': panel.say('lead_crops')});
	const library = make('a', {target: '_blank', rel: 'noopener', textContent: panel.say('lead_focal')});
	const choose = make('button', {type: 'button', className: 'button', id: 'lead-choose'});
	const remove = make('button', {type: 'button', className: 'quiet', textContent: panel.say('lead_remove')});
	const box = make('div', {className: 'lead'}, told, crops, library, make('div', {className: 'lead-acts'}, choose, remove));
	const words = TEXTS.map((name) => panel.field(`lead_${name}`).closest<HTMLElement>('.field')!);
	const error = document.getElementById('lead_media-error');
	let shown = '';
	let timer = 0;

	// Whoever links to the field now finds the button.
	field.id = 'lead-number';
	choose.id = 'lead_media';
	holder.hidden = true;
	holder.querySelector('label')!.htmlFor = field.id;
	holder.before(box);
	if (error) {
		box.prepend(error);
		choose.setAttribute('aria-describedby', error.id);
	}
	part.classList.add('has-script');

	const draw = (picture: Picture) => {
		crops.replaceChildren(...CROPS.map(([name, ratio]) => {
			const image = thumbnail(make('img', {alt: `${name}: ${panel.value('lead_alt') || picture.alt}`, className: 'crop'}), picture.id, Math.min(640, picture.width));
			const [x, y] = position(picture, ratio, picture.focal_x, picture.focal_y);
			image.style.setProperty('aspect-ratio', String(ratio));
			image.style.setProperty('object-position', `${x}% ${y}%`);
			return make('figure', {}, image, make('figcaption', {textContent: name, 'aria-hidden': 'true'}));
		}));
	};
	const tell = (state: string) => {
		const id = panel.value('lead_media');
		const known = id === '' ? 'none' : state === 'ready' ? '' : state === 'pending' ? 'pending' : 'failed';
		told.textContent = known === '' ? '' : panel.say(`lead_${known}`);
		told.hidden = known === '';
		crops.hidden = known === 'none' || known === 'failed';
		panel.form.dataset.lead = id === '' ? '' : state;
		panel.form.dispatchEvent(new CustomEvent('copydesk:lead', {detail: crops.hidden ? '' : (crops.querySelector('img')?.src ?? '')}));
	};
	const look = async () => {
		const id = panel.value('lead_media');
		clearTimeout(timer);
		for (const each of words) each.hidden = id === '';
		choose.textContent = panel.say(id === '' ? 'lead_choose' : 'lead_change');
		choose.disabled = remove.disabled = panel.locked;
		remove.hidden = library.hidden = id === '';
		library.href = `/media/${id}`;
		if (id === '') {
			shown = '';
			return tell('');
		}
		const picture = /^[1-9][0-9]*$/.test(id) ? await fetched<Picture>(`/media/${id}/state`) : null;
		if (id !== panel.value('lead_media')) return;
		const mark = picture ? `${id}/${picture.focal_x}/${picture.focal_y}` : '';
		if (picture && mark !== shown) draw(picture);
		shown = mark;
		tell(picture?.state ?? 'failed');
		if (picture?.state === 'pending') timer = window.setTimeout(() => void look(), LOOK_AGAIN);
	};

	choose.addEventListener('click', async () => {
		const choice = await (await seldom())?.pick(panel);
		choose.focus();
		if (!choice || panel.locked) return;
		const id = String(choice.media);
		// Another picture brings its own words along; they can be changed for this article.
		panel.put('lead_media', id);
		for (const name of TEXTS) panel.put(`lead_${name}`, choice[name] || '');
		void look();
		const found = await fetched<Picture>(`/media/${id}/state`);
		// Meanwhile it may have been taken out again, or words were typed.
		if (!found || panel.locked || panel.value('lead_media') !== id) return;
		for (const name of TEXTS) if (panel.value(`lead_${name}`) === '') panel.put(`lead_${name}`, found[name] || '');
	});
	remove.addEventListener('click', () => {
		for (const name of ['media', ...TEXTS]) panel.put(`lead_${name}`, '');
		void look();
		choose.focus();
	});
	addEventListener('focus', () => {
		if (panel.value('lead_media') !== '') void look();
	});
	panel.onRestore(() => void look());
	void look();
}
