// What the scenes are painted with: a canvas of 1600 pixels, light, haze, water, grain.
// Everything is drawn from a seed, so that a picture comes out the same each time.
/* eslint-env browser */
/* global OffscreenCanvas */

export const W = 1600;

/** Numbers from 0 to 1 out of a seed (mulberry32). */
export function dice(seed) {
	let a = seed >>> 0;
	return () => {
		a = (a + 0x6d2b79f5) >>> 0;
		let t = Math.imul(a ^ (a >>> 15), 1 | a);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
	};
}

export class Brush {
	constructor(height, seed) {
		this.h = height;
		this.canvas = new OffscreenCanvas(W, height);
		this.c = this.canvas.getContext('2d', { willReadFrequently: true });
		this.random = dice(seed);
	}

	between(from, to) {
		return from + (to - from) * this.random();
	}

	/** A gradient from top to bottom: [[0, '#000'], [1, '#fff']]. */
	fill(stops, y = 0, h = this.h - y, x = 0, w = W) {
		const g = this.c.createLinearGradient(0, y, 0, y + h);
		for (const [at, colour] of stops) g.addColorStop(at, colour);
		this.c.fillStyle = g;
		this.c.fillRect(x, y, w, h);
	}

	/** Light round a point. */
	glow(x, y, r, colour, strength = 1, mode = 'screen') {
		const c = this.c;
		const g = c.createRadialGradient(x, y, 0, x, y, r);
		g.addColorStop(0, colour);
		g.addColorStop(0.25, `${colour}66`);
		g.addColorStop(1, `${colour}00`);
		c.save();
		c.globalCompositeOperation = mode;
		c.globalAlpha = strength;
		c.fillStyle = g;
		c.fillRect(x - r, y - r, 2 * r, 2 * r);
		c.restore();
	}

	/** A shape: points in turn. */
	shape(points, colour, blur = 0, alpha = 1) {
		const c = this.c;
		c.save();
		if (blur > 0) c.filter = `blur(${blur}px)`;
		c.globalAlpha = alpha;
		c.fillStyle = colour;
		c.beginPath();
		points.forEach(([x, y], i) => (i ? c.lineTo(x, y) : c.moveTo(x, y)));
		c.closePath();
		c.fill();
		c.restore();
	}

	line(points, colour, width = 2, alpha = 1, blur = 0) {
		const c = this.c;
		c.save();
		if (blur > 0) c.filter = `blur(${blur}px)`;
		c.globalAlpha = alpha;
		c.strokeStyle = colour;
		c.lineWidth = width;
		c.lineJoin = c.lineCap = 'round';
		c.beginPath();
		points.forEach(([x, y], i) => (i ? c.lineTo(x, y) : c.moveTo(x, y)));
		c.stroke();
		c.restore();
	}

	curve(from, control, to, colour, width = 2, alpha = 1) {
		const c = this.c;
		c.save();
		c.globalAlpha = alpha;
		c.strokeStyle = colour;
		c.lineWidth = width;
		c.lineCap = 'round';
		c.beginPath();
		c.moveTo(...from);
		c.quadraticCurveTo(...control, ...to);
		c.stroke();
		c.restore();
	}

	disc(x, y, rx, ry, colour, blur = 0, alpha = 1, turn = 0) {
		const c = this.c;
		c.save();
		if (blur > 0) c.filter = `blur(${blur}px)`;
		c.globalAlpha = alpha;
		c.fillStyle = colour;
		c.beginPath();
		c.ellipse(x, y, rx, ry, turn, 0, 7);
		c.fill();
		c.restore();
	}

	rect(x, y, w, h, colour, alpha = 1, blur = 0) {
		const c = this.c;
		c.save();
		if (blur > 0) c.filter = `blur(${blur}px)`;
		c.globalAlpha = alpha;
		c.fillStyle = colour;
		c.fillRect(x, y, w, h);
		c.restore();
	}

	/** The edge of hills or clouds: a sum of waves about ${y}. */
	ridge(y, rough, seed) {
		const roll = dice(seed);
		const waves = Array.from({ length: 9 }, (_, i) => [roll() * 7, (i + 1) * (0.7 + roll() * 0.6), rough / (i + 1) ** 1.05]);
		const points = [];
		for (let x = -20; x <= W + 20; x += 5)
			points.push([x, y + waves.reduce((sum, [phase, often, high]) => sum + Math.sin(phase + (x / W) * often * 4) * high, 0)]);
		return points;
	}

	hills(y, rough, seed, colour, blur = 0, alpha = 1) {
		this.shape([...this.ridge(y, rough, seed), [W + 20, this.h + 20], [-20, this.h + 20]], colour, blur, alpha);
	}

	clouds(y, h, colour, n, alpha = 0.12) {
		for (let i = 0; i < n; i++)
			this.disc(
				this.between(-100, W + 100),
				y + this.between(-h, h) * this.random(),
				this.between(120, 420),
				this.between(8, 34),
				colour,
				18,
				alpha * this.between(0.4, 1),
			);
	}

	/** What stands above ${y}, upside down below it, drawn out by waves. */
	water(y, tint, { dim = 0.7, wave = 10, calm = 0 } = {}) {
		const { c, h } = this;
		const above = new OffscreenCanvas(W, y);
		above.getContext('2d').drawImage(this.canvas, 0, 0, W, y, 0, 0, W, y);
		const deep = h - y;
		for (let i = 0; i < deep; i += 2) {
			const near = i / deep;
			const from = Math.min(y - 2, Math.max(0, y - 2 - i * (0.7 + near * 0.5)));
			const shift = Math.sin(i * (0.55 - near * 0.38) + this.random() * 1.4) * wave * (0.12 + near) * (1 - calm);
			c.drawImage(above, 0, from, W, 2, shift, y + i, W, 2);
			if (shift > 0) c.drawImage(above, 0, from, Math.ceil(shift), 2, 0, y + i, Math.ceil(shift), 2);
			else c.drawImage(above, W + Math.floor(shift), from, -Math.floor(shift), 2, W + Math.floor(shift), y + i, -Math.floor(shift), 2);
		}
		c.save();
		c.globalAlpha = 1 - dim;
		this.fill(tint, y, deep);
		c.restore();
		for (let i = 0; i < 420; i++) {
			const near = this.random() ** 1.6;
			const x = this.between(0, W);
			const at = y + 4 + near * (deep - 6);
			const long = this.between(14, 90) * (0.25 + near);
			this.line(
				[
					[x - long, at],
					[x + long, at + this.between(-1, 1)],
				],
				this.random() < 0.5 ? '#ffffff' : '#000814',
				0.6 + near * 2.2,
				0.05 + near * 0.05,
			);
		}
	}

	/** Lit windows in a block. */
	windows(x, y, w, h, { cell = 14, lit = 0.4, colours = ['#ffd98a', '#ffefc2', '#ffc46b'], alpha = 0.9 } = {}) {
		const rows = Math.floor(h / cell);
		const columns = Math.floor(w / cell);
		for (let r = 0; r < rows; r++)
			for (let k = 0; k < columns; k++)
				if (this.random() < lit)
					this.rect(
						x + k * cell + cell * 0.25,
						y + r * cell + cell * 0.25,
						cell * 0.5,
						cell * 0.42,
						colours[Math.floor(this.random() * colours.length)],
						alpha * this.between(0.45, 1),
					);
	}

	/** A person seen from afar, the feet at (x, y). */
	person(x, y, tall, colour, { lean = 0, arms = 0.3, stride = 0.12, head = 0.07 } = {}) {
		const at = (dx, dy) => [x + dx * tall, y - dy * tall];
		const hip = at(0, 0.47);
		const s = lean;
		for (const side of [-1, 1]) this.line([at(side * stride, 0.01), at(side * stride * 0.5 + 0.02, 0.24), hip], colour, tall * 0.09);
		this.shape([at(-0.085, 0.42), at(0.085, 0.42), at(s + 0.125, 0.76), at(s + 0.07, 0.815), at(s - 0.07, 0.815), at(s - 0.125, 0.76)], colour);
		this.line([at(s - 0.1, 0.77), at(s - 0.135 - arms * 0.04, 0.6), at(s - 0.11 - arms * 0.02, 0.45)], colour, tall * 0.062);
		this.line([at(s + 0.1, 0.77), at(s + 0.13 + arms * 0.09, 0.62), at(s + 0.11 + arms * 0.2, 0.47 + arms * 0.16)], colour, tall * 0.062);
		this.rect(x + (s - 0.024) * tall, y - 0.87 * tall, 0.048 * tall, 0.08 * tall, colour);
		this.disc(...at(s, 0.915), tall * head, tall * head * 1.2, colour);
	}

	/** Head and shoulders, the shoulders' middle at (x, y). */
	bust(x, y, size, colour, hair = colour) {
		this.shape(
			[
				[x - size * 0.95, y + size * 1.6],
				[x - size * 0.86, y + size * 0.34],
				[x - size * 0.3, y],
				[x + size * 0.3, y],
				[x + size * 0.86, y + size * 0.34],
				[x + size * 0.95, y + size * 1.6],
			],
			colour,
		);
		this.disc(x, y - size * 0.5, size * 0.4, size * 0.52, hair);
		this.rect(x - size * 0.16, y - size * 0.2, size * 0.32, size * 0.3, hair);
	}

	bird(x, y, size, colour) {
		this.curve([x - size, y - size * 0.1], [x - size * 0.4, y - size * 0.55], [x, y], colour, size * 0.13);
		this.curve([x + size, y - size * 0.16], [x + size * 0.4, y - size * 0.5], [x, y], colour, size * 0.13);
	}

	/** The last coat: darker corners, a warm or cold tone, grain. */
	finish({ tone = null, vignette = 0.35, grain = 7 } = {}) {
		const { c, h } = this;
		const g = c.createRadialGradient(W / 2, h * 0.48, h * 0.35, W / 2, h * 0.5, W * 0.72);
		g.addColorStop(0, '#00000000');
		g.addColorStop(1, `rgba(0,0,0,${vignette})`);
		c.fillStyle = g;
		c.fillRect(0, 0, W, h);
		if (tone) {
			c.save();
			c.globalCompositeOperation = 'soft-light';
			c.globalAlpha = 0.35;
			c.fillStyle = tone;
			c.fillRect(0, 0, W, h);
			c.restore();
		}
		const data = c.getImageData(0, 0, W, h);
		const p = data.data;
		for (let i = 0; i < p.length; i += 4) {
			const n = (this.random() + this.random() - 1) * grain;
			p[i] += n;
			p[i + 1] += n;
			p[i + 2] += n;
		}
		c.putImageData(data, 0, 0);
		return this.canvas;
	}
}
