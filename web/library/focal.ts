// The focal point: by pointing at the picture, or with the arrow keys.  The number fields stay, and
// what they hold is what is sent.
import {position} from '../common/crop';
import type {Say} from '../common/words';

const STEP = 1;
const LEAP = 10;

export function focal(page: Document, say: Say): void {
	const whole = page.getElementById('whole');
	const picture = whole?.querySelector('img');
	const x = page.querySelector<HTMLInputElement>('#focal_x');
	const y = page.querySelector<HTMLInputElement>('#focal_y');
	const hint = page.getElementById('focal-hint');
	if (!whole || !picture || !x || !y || !hint) return;
	hint.textContent = say('focal_hint');
	const point = page.createElement('button');
	point.type = 'button';
	point.className = 'focal-point';
	point.setAttribute('aria-describedby', 'focal-hint');
	whole.append(point);
	const crops = [...page.querySelectorAll<HTMLElement>('[data-crop]')].map((box) => new Crop(box, picture));
	let moved = false;

	const show = (): void => {
		const [left, top] = [percent(x), percent(y)];
		point.style.left = `${left}%`;
		point.style.top = `${top}%`;
		point.setAttribute('aria-label', say('focal', left, top));
		if (moved) for (const crop of crops) crop.show(left, top);
	};
	const move = (left: number, top: number): void => {
		moved = true;
		x.value = String(clamp(left));
		y.value = String(clamp(top));
		show();
	};
	picture.addEventListener('click', (event) => {
		const box = picture.getBoundingClientRect();
		move(((event.clientX - box.left) / box.width) * 100, ((event.clientY - box.top) / box.height) * 100);
		point.focus();
	});
	point.addEventListener('keydown', (event) => {
		const by = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1]}[event.key];
		if (!by || event.ctrlKey || event.altKey || event.metaKey) return;
		const step = event.shiftKey ? LEAP : STEP;
		move(percent(x) + by[0]! * step, percent(y) + by[1]! * step);
		event.preventDefault();
	});
	for (const field of [x, y]) {
		field.addEventListener('input', () => {
			moved = true;
			show();
		});
	}
	show();
}

const clamp = (value: number): number => Math.round(Math.min(100, Math.max(0, value)));
const percent = (field: HTMLInputElement): number => (Number.isFinite(field.valueAsNumber) ? clamp(field.valueAsNumber) : 50);

/** The box of a crop, which from the first move on is cut out of the whole picture. */
class Crop {
	private readonly ratio: number;
	private readonly cut: HTMLImageElement;

	constructor(box: HTMLElement, private readonly whole: HTMLImageElement) {
		const [across = 1, down = 1] = (box.dataset.crop ?? '1x1').split('x').map(Number);
		this.ratio = across / down;
		this.cut = box.querySelector('img')!;
	}

	show(x: number, y: number): void {
		if (this.cut.src !== this.whole.src) this.cut.src = this.whole.src;
		const [left, top] = position({width: this.whole.width, height: this.whole.height}, this.ratio, x, y);
		this.cut.style.objectPosition = `${left}% ${top}%`;
	}
}
