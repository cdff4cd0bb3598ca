// The city: tunnel, lane, skyline, market, and a map.
import { Brush, W } from './brush.js';


function metro() {
	const b = new Brush(1000, 71);
	const c = b.c;
	const [x, y] = [900, 470];
	b.fill([[0, '#0a1420'], [1, '#0c1822']]);
	for (let i = 46; i >= 0; i--) {
		const r = 44 * 1.088 ** i;
		const shade = Math.min(70, 16 + i * 1.1);
		b.disc(x, y, r, r * 0.94, `rgb(${shade * 0.62},${shade * 0.86},${shade})`);
		c.strokeStyle = `rgba(150,190,215,${0.05 + i * 0.006})`;
		c.lineWidth = 1 + i * 0.09;
		c.beginPath();
		c.ellipse(x, y, r, r * 0.94, 0, Math.PI * 0.86, Math.PI * 2.14);
		c.stroke();
		for (let k = 0; k < 12; k++) {
			const turn = Math.PI * (0.9 + (k / 11) * 1.2);
			b.line([[x + Math.cos(turn) * r, y + Math.sin(turn) * r * 0.94], [x + Math.cos(turn) * r * 1.088, y + Math.sin(turn) * r * 1.02]], '#9ec4da', 0.6 + i * 0.02, 0.09);
		}
	}
	b.shape([[x - 34, y + 26], [x + 34, y + 26], [W + 260, 1010], [-700, 1010]], '#141d26');
	for (let i = 0; i < 30; i++) {
		const near = (i / 29) ** 2.4;
		const at = y + 28 + near * 530;
		const half = 30 + near * 900;
		b.rect(x - half * 0.62, at, half * 1.24, 1.5 + near * 16, '#22303b');
	}
	for (const side of [-0.34, 0.34]) {
		b.shape([[x + side * 30, y + 26], [x + side * 30 + 2, y + 26], [x + side * 900 + 22, 1010], [x + side * 900 - 22, 1010]], '#90a6b3');
		b.shape([[x + side * 30, y + 26], [x + side * 30 + 1, y + 26], [x + side * 900 + 4, 1010], [x + side * 900 - 8, 1010]], '#e7f3f8');
	}
	for (let i = 0; i < 22; i++) {
		const near = 1.19 ** i;
		for (const side of [-1, 1]) {
			const at = [x + side * 33 * near, y - 10 * near];
			b.rect(at[0] - 0.9 * near, at[1] - 0.5 * near, 1.8 * near, 1 * near, '#fff0c4');
			b.glow(at[0], at[1], 5 + 4.4 * near, '#ffd98f', 0.55);
		}
	}
	b.line([[x - 20, y - 20], [-300, -90]], '#2e73a8', 5, 0.9);
	b.glow(x, y, 300, '#cfeaff', 1);
	b.disc(x, y + 2, 27, 25, '#eaf6ff');
	b.shape([[x - 25, y + 24], [x - 27, y - 10], [x - 20, y - 26], [x + 20, y - 26], [x + 27, y - 10], [x + 25, y + 24]], '#37566e');
	b.shape([[x - 20, y + 2], [x - 20, y - 18], [x + 20, y - 18], [x + 20, y + 2]], '#dff2ff');
	b.rect(x - 25, y + 8, 50, 5, '#d33f2f');
	for (const side of [-16, 16]) {
		b.disc(x + side, y + 18, 5, 5, '#ffffff');
		b.glow(x + side, y + 18, 190, '#f3fbff', 0.9);
	}
	for (const [at, tall, vest] of [[250, 470, '#e56b1f'], [392, 420, '#e8a01f']]) {
		b.person(at, 970, tall, '#0c141b', { arms: 0.3, stride: 0.07 });
		b.shape([[at - tall * 0.1, 970 - tall * 0.78], [at + tall * 0.1, 970 - tall * 0.78], [at + tall * 0.075, 970 - tall * 0.46], [at - tall * 0.075, 970 - tall * 0.46]], vest);
		b.rect(at - tall * 0.09, 970 - tall * 0.65, tall * 0.18, tall * 0.03, '#f4f1c8');
		c.fillStyle = '#f2c230';
		c.beginPath();
		c.arc(at, 970 - tall * 0.93, tall * 0.1, Math.PI, 0);
		c.fill();
		b.rect(at - tall * 0.13, 970 - tall * 0.935, tall * 0.26, tall * 0.014, '#f2c230');
	}
	b.line([[300, 700], [560, 600]], '#fff6d6', 26, 0.12, 12);
	return b.finish({ tone: '#7fb6d8', vignette: 0.5 });
}

function lantern(b, x, y, s) {
	b.line([[x, y - 60 * s], [x, y - 26 * s]], '#2a1210', 2 * s);
	b.glow(x, y, 190 * s, '#ff9a4d', 0.75);
	b.disc(x, y, 34 * s, 28 * s, '#d8321f');
	b.disc(x, y, 22 * s, 28 * s, '#f0612c');
	b.disc(x, y, 9 * s, 28 * s, '#ffb066');
	b.rect(x - 14 * s, y - 31 * s, 28 * s, 6 * s, '#e8b23c');
	b.rect(x - 14 * s, y + 25 * s, 28 * s, 6 * s, '#e8b23c');
	for (const d of [-6, 0, 6]) b.line([[x + d * s, y + 31 * s], [x + d * s, y + 56 * s]], '#e8b23c', 1.6 * s);
}

function alley() {
	const b = new Brush(1067, 83);
	b.fill([[0, '#131d38'], [0.4, '#273355'], [0.62, '#6a4a4e'], [1, '#1a1418']]);
	b.glow(810, 560, 420, '#ffb36b', 0.85);
	const house = (x0, x1, top0, top1, colour) => b.shape([[x0, top0], [x1, top1], [x1, 690 + (x1 < 800 ? (800 - x1) : x1 - 800) * 0.42], [x0, 690 + (x0 < 800 ? 800 - x0 : x0 - 800) * 0.42]], colour);
	const left = [[-10, 300, -40, 170], [300, 480, 180, 300], [480, 610, 330, 400], [610, 700, 420, 460]];
	left.forEach(([x0, x1, t0, t1], i) => {
		for (const flip of [false, true]) {
			const at = (x) => (flip ? W - x + 30 : x);
			house(at(x0), at(x1), t0 + 40, t1 + 40, ['#2a2225', '#352b2d', '#403235', '#4c3b3c'][i]);
			b.shape([[at(x0 - 10), t0 + 46], [at(x1 + 34 - i * 6), t1 + 52], [at(x1 + 14), t1 + 14], [at(x0 - 10), t0 - 6]], ['#17151b', '#1d1a20', '#252028', '#2f2830'][i]);
			for (let k = 0; k < 10; k++) {
				const f = k / 10;
				b.line([[at(x0 + (x1 - x0) * f), t0 + (t1 - t0) * f], [at(x0 + (x1 - x0) * f + 20), t0 + (t1 - t0) * f + 46]], '#000000', 2, 0.4);
			}
			const wide = x1 - x0;
			const floor = 690 + (800 - (x0 + x1) / 2) * 0.42;
			const high = floor - (t0 + t1) / 2;
			for (const [f, h0, h1] of [[0.22, 0.26, 0.5], [0.56, 0.26, 0.5], [0.3, 0.62, 0.98]]) {
				const wx = x0 + wide * f;
				const ww = wide * 0.24;
				const y0 = (t0 + t1) / 2 + high * h0;
				b.shape([[at(wx), y0 - 10], [at(wx + ww), y0 + 6], [at(wx + ww), (t0 + t1) / 2 + high * h1 - 8], [at(wx), (t0 + t1) / 2 + high * h1 + 8]], i % 2 === (flip ? 1 : 0) || h1 > 0.9 ? '#f4b35c' : '#5c3b34');
				b.line([[at(wx + ww / 2), y0], [at(wx + ww / 2), (t0 + t1) / 2 + high * h1]], '#3a2420', 3);
				b.line([[at(wx), y0 + high * 0.1], [at(wx + ww), y0 + high * 0.1]], '#3a2420', 3);
			}
		}
	});
	b.shape([[730, 690], [900, 690], [W + 400, 1080], [-400, 1080]], '#2a2023');
	for (let i = 0; i < 17; i++) {
		const y = 694 + (i / 16) ** 2 * 380;
		b.line([[-100, y], [W + 100, y]], '#0d090b', 1 + i * 0.22, 0.55);
		for (let k = -14; k <= 14; k++) {
			const s = 0.1 + ((y - 690) / 390) * 0.9;
			const y2 = 694 + ((i + 1) / 16) ** 2 * 380;
			const s2 = 0.1 + ((y2 - 690) / 390) * 0.9;
			b.line([[815 + (k + (i % 2) / 2) * 120 * s, y], [815 + (k + (i % 2) / 2) * 120 * s2, y2]], '#0d090b', 1 + i * 0.15, 0.4);
		}
	}
	for (let i = 0; i < 60; i++) b.disc(815 + b.between(-330, 330) * (0.2 + i / 80), 705 + (i / 60) ** 2 * 350, 90 * (0.2 + i / 60), 8 * (0.2 + i / 60), '#ff9d55', 8, 0.13);
	for (let i = 0; i < 4; i++) {
		const y = 170 + i * 92;
		const half = 520 - i * 118;
		b.curve([815 - half, y - 40], [815, y + 90 - i * 14], [815 + half, y - 40], '#120b0c', 3);
		for (const f of [-0.72, -0.36, 0, 0.36, 0.72]) lantern(b, 815 + half * f, y + 46 - 42 * Math.abs(f) ** 1.6 + (3 - i) * 3, 1.15 - i * 0.24);
	}
	b.person(770, 800, 150, '#120d10', { stride: 0.1 });
	b.person(830, 806, 142, '#1a1214', { stride: 0.08 });
	b.person(880, 770, 96, '#1a1214', { stride: 0.1 });
	b.person(500, 930, 230, '#0d090b', { lean: 0.02, stride: 0.03, arms: 0.6 });
	b.rect(420, 846, 74, 84, '#4a2d22');
	b.rect(408, 834, 98, 16, '#6a4330');
	b.glow(455, 812, 120, '#ffd9a0', 0.8);
	for (let i = 0; i < 5; i++) b.disc(450 + b.between(-20, 30), 800 - i * 26, 14 + i * 5, 12 + i * 4, '#ffffff', 10, 0.14);
	return b.finish({ tone: '#ff8a3d', vignette: 0.5 });
}

function skyline() {
	const b = new Brush(900, 97);
	b.fill([[0, '#4c86bd'], [0.4, '#a9cce0'], [0.7, '#f3e3c6']]);
	b.clouds(150, 150, '#ffffff', 40, 0.36);
	b.glow(1180, 520, 420, '#fff0c8', 0.8);
	b.hills(560, 30, 21, '#a4bcc4', 4);
	for (let layer = 0; layer < 3; layer++) {
		const colour = ['#9bb0bf', '#7b95a9', '#547389'][layer];
		for (let x = -20 + layer * 31; x < W; x += b.between(48, 96)) {
			const w = b.between(34, 78);
			const mid = Math.exp(-(((x - 760) / 420) ** 2));
			const tall = b.between(60, 130) + mid * b.between(90, 270) * (0.55 + layer * 0.2);
			const y = 640 + layer * 6 - tall;
			b.rect(x, y, w, tall + 20, colour);
			b.rect(x, y, w * 0.35, tall + 20, '#ffffff', 0.14);
			if (tall > 190) {
				b.shape([[x, y], [x + w * 0.5, y - 26], [x + w, y]], colour);
				b.line([[x + w / 2, y - 24], [x + w / 2, y - 66]], colour, 3);
			}
			for (let k = 0; k < tall - 16; k += 11) b.rect(x + 4, y + 8 + k, w - 8, 4, k % 33 === 0 ? '#fdf4dc' : '#dfeaf0', 0.32 + layer * 0.12);
		}
	}
	b.rect(0, 648, W, 10, '#41606b');
	for (let i = 0; i < 130; i++) b.disc(i * 13 + b.between(-6, 6), 646 - b.between(0, 10), b.between(9, 22), b.between(8, 18), ['#4d7d5c', '#3f6d52', '#5f8f63', '#86a65e'][i % 4]);
	b.water(658, [[0, '#8fb6c2'], [1, '#1f5468']], { dim: 0.62, wave: 15 });
	b.shape([[-20, 900], [-20, 812], [420, 828], [760, 862], [1010, 905]], '#4b6b4c');
	b.shape([[-20, 905], [-20, 846], [400, 858], [720, 886], [860, 905]], '#d8cdb4');
	for (const [x, y, t] of [[120, 872, 92], [186, 876, 84], [330, 882, 96], [520, 894, 88]]) b.person(x, y, t, '#24343a', { stride: 0.12, arms: 0.4 });
	for (let i = 0; i < 4; i++) {
		b.line([[40 + i * 190, 840 + i * 10], [40 + i * 190, 720 + i * 14]], '#4a3a2c', 9);
		for (let k = 0; k < 26; k++) b.disc(40 + i * 190 + b.between(-64, 64), 706 + i * 14 + b.between(-52, 48), b.between(12, 28), b.between(10, 22), ['#7fa052', '#6a8f4b', '#94ad5c'][k % 3], 0, 0.9);
	}
	return b.finish({ tone: '#ffe0a8', vignette: 0.2 });
}

function map() {
	const b = new Brush(1200, 109);
	b.fill([[0, '#f3efe4'], [1, '#f3efe4']]);
	b.shape([...b.ridge(880, 70, 5), [W + 20, 1220], [-20, 1220]], '#cfe0e4');
	b.line(b.ridge(880, 70, 5), '#7fa3ad', 3);
	const river = Array.from({ length: 60 }, (_, i) => [980 + Math.sin(i / 9) * 120 - i * 3, i * 16]);
	b.line(river, '#cfe0e4', 58);
	b.line(river, '#bcd3d9', 2, 0.6);
	for (let i = 0; i < 26; i++) {
		b.line([[-20, 40 + i * 66], [W + 20, -120 + i * 66 + Math.sin(i) * 40]], '#ffffff', i % 5 === 0 ? 9 : 3.5);
		b.line([[30 + i * 66, -20], [90 + i * 66 + Math.cos(i) * 40, 860]], '#ffffff', i % 6 === 0 ? 9 : 3.5);
	}
	const heat = [[300, 260, 150], [560, 430, 190], [760, 240, 130], [1240, 520, 170], [400, 620, 140], [1330, 250, 110]];
	for (const [x, y, r] of heat) {
		b.glow(x, y, r * 1.5, '#d9482b', 0.55, 'multiply');
		b.glow(x, y, r * 0.8, '#b3001b', 0.35, 'multiply');
	}
	const quiet = [];
	for (let tries = 0; quiet.length < 70 && tries < 4000; tries++) {
		const at = [b.between(60, 1540), b.between(60, 860)];
		if (heat.every(([x, y, r]) => Math.hypot(at[0] - x, at[1] - y) > r * 0.9) && quiet.every(([x, y]) => Math.hypot(at[0] - x, at[1] - y) > 52) && Math.abs(at[0] - 940) > 30) quiet.push(at);
	}
	for (const [x, y] of quiet) {
		b.disc(x, y, 30, 30, '#2f7d6b', 0, 0.16);
		b.disc(x, y, 17, 17, '#2f7d6b', 0, 0.3);
		b.disc(x, y, 8, 8, '#14614f');
	}
	for (let i = 0; i < 5; i++) b.disc(1220, 1010, 26 + i * 30, 26 + i * 30, '#2f7d6b', 0, 0.09);
	b.disc(1220, 1010, 13, 13, '#14614f');
	const wave = (y, strength, colour) => b.line(Array.from({ length: 240 }, (_, i) => [150 + i * 3, y + Math.sin(i / 3) * strength * Math.exp(-(((i - 60) / 46) ** 2)) * (0.6 + 0.4 * Math.sin(i / 1.7))]), colour, 4);
	wave(1010, 92, '#b3001b');
	wave(1110, 12, '#14614f');
	return b.finish({ vignette: 0.06, grain: 4 });
}

export const city = { metro, alley, skyline, map };
