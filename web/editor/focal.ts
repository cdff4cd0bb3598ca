// The point of a picture that every crop keeps: shown by a crosshair, moved by pointer or arrow keys.
import { position, type Size } from '../common/crop';
import { make } from './dom';
import { say } from './lang';
import { fileOf, setFocus, stateOf } from './media';

const CROPS = ['16x9', '4x3', '1x1'];
const SETTLED_MS = 400;
const moves: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const within = (percent: number) => Math.min(Math.max(Math.round(percent), 0), 100);

export class Focal {
	private cross = make('div', { class: 'focal-cross', role: 'slider', tabindex: '-1', 'aria-label': say('focal'), 'aria-valuemin': '0', 'aria-valuemax': '100' });
	private crops: HTMLElement[];
	private status = make('span', { class: 'focal-status', role: 'status' });
	private panel: HTMLElement;
	private at = { x: 50, y: 50 };
	private timer = 0;

	private constructor(
		private box: HTMLElement,
		private id: number,
		private size: Size,
		private closed: () => void,
	) {
		this.crops = CROPS.map((crop) => make('img', { class: `focal-crop crop-${crop}`, src: fileOf(id), alt: say('cropOf', { crop: crop.replace('x', ':') }) }));
		this.panel = make('div', { class: 'focal-panel' }, ...this.crops, make('p', {}, say('focalHint'), ' ', this.status));
		this.cross.addEventListener('keydown', (event) => this.key(event));
		this.box.addEventListener('pointerdown', this.pointer);
		this.box.classList.add('has-focal');
		this.box.append(this.cross);
		this.box.after(this.panel);
	}

	/** Shows the crosshair over the picture in ${box}; null if the desk cannot be asked where it is. */
	static async open(box: HTMLElement, id: number, closed: () => void): Promise<Focal | null> {
		const state = await stateOf(id);
		if (!state || !box.isConnected) return null;
		const focal = new Focal(box, id, state, closed);
		focal.show(state.focal_x ?? 50, state.focal_y ?? 50);
		focal.cross.focus();
		return focal;
	}

	private show(x: number, y: number) {
		this.at = { x: within(x), y: within(y) };
		const words = say('focalAt', this.at);
		this.cross.style.left = `${this.at.x}%`;
		this.cross.style.top = `${this.at.y}%`;
		this.cross.setAttribute('aria-valuenow', String(this.at.x));
		this.cross.setAttribute('aria-valuetext', words);
		this.crops.forEach((crop, i) => {
			const [width, height] = CROPS[i].split('x').map(Number);
			crop.style.objectPosition = position(this.size, width / height, this.at.x, this.at.y).map((percent) => `${percent}%`).join(' ');
		});
	}

	private move(x: number, y: number) {
		this.show(x, y);
		this.status.textContent = '';
		clearTimeout(this.timer);
		this.timer = window.setTimeout(() => void this.store(), SETTLED_MS);
	}

	private async store() {
		clearTimeout(this.timer);
		this.timer = 0;
		const { x, y } = this.at;
		this.status.textContent = (await setFocus(this.id, x, y)) || say('focalStored');
	}

	private key(event: KeyboardEvent) {
		const step = moves[event.key];
		if (step) {
			const size = event.shiftKey ? 10 : 2;
			event.preventDefault();
			this.move(this.at.x + step[0] * size, this.at.y + step[1] * size);
		} else if (event.key === 'Escape' || event.key === 'Enter') {
			event.preventDefault();
			event.stopPropagation();
			this.close();
		}
	}

	private pointer = (event: PointerEvent) => {
		const frame = this.box.getBoundingClientRect();
		event.preventDefault();
		event.stopPropagation();
		this.move(((event.clientX - frame.left) / frame.width) * 100, ((event.clientY - frame.top) / frame.height) * 100);
		this.cross.focus();
	};

	close() {
		if (this.timer) void this.store();
		this.box.removeEventListener('pointerdown', this.pointer);
		this.box.classList.remove('has-focal');
		this.cross.remove();
		this.panel.remove();
		this.closed();
	}
}
