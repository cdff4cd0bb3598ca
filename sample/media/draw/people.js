// People: race, match, museum, ferry.
import { Brush, W } from './brush.js';

function marathon() {
	const b = new Brush(1067, 127);
	b.fill([[0, '#79b4dc'], [0.3, '#cfe6ef'], [0.42, '#f6ecd9']]);
	b.clouds(130, 110, '#ffffff', 30, 0.4);
	b.hills(400, 44, 31, '#9db7bd', 4);
	b.fill([[0, '#86b9c6'], [1, '#3e8399']], 430, 120);
	b.shape([[0, 540], [500, 470], [760, 446], [900, 446], [1260, 1080], [-700, 1080]], '#8d9298');
	b.shape([[900, 446], [930, 446], [1640, 820], [1640, 1080], [1260, 1080]], '#b9b2a2');
	b.line([[905, 446], [1300, 1080]], '#f5f3ec', 7);
	for (let i = 0; i < 12; i++) {
		const near = 1.32 ** i;
		b.line([[905 + 16 * near, 446 + 12 * near], [905 + 16 * near, 446 - 4 * near]], '#5d6a72', 1 + near * 0.4);
	}
	b.line([[912, 444], [1640, 640]], '#5d6a72', 5);
	for (let i = 0; i < 40; i++) b.disc(940 + i * 20, 440 + i * 8.5 - 12, 10 + i * 0.7, 10 + i * 0.8, ['#4d7d5c', '#6b9660', '#3f6d52'][i % 3]);
	b.shape([[600, 300], [640, 450], [624, 450], [586, 300]], '#c23b2e');
	b.shape([[1010, 300], [1000, 452], [1016, 452], [1028, 300]], '#c23b2e');
	b.shape([[580, 250], [1034, 250], [1030, 326], [588, 326]], '#b3001b');
	for (let i = 0; i < 9; i++) b.rect(640 + i * 38, 274, 24, 28, '#ffffff', 0.9);
	const shirts = ['#e4573d', '#f2b632', '#2f7db8', '#f7f4ec', '#3f8f6b', '#d06aa0', '#1f3b57', '#ef8a2b'];
	const runners = [];
	for (let i = 0; i < 150; i++) {
		const near = b.random() ** 1.25;
		const y = 470 + near * 590;
		const half = 120 + near * 560;
		runners.push([800 - near * 160 + b.between(-half, half * 0.62), y, 44 + near * 300, i]);
	}
	runners.sort((p, q) => p[1] - q[1]);
	for (const [x, y, tall, i] of runners) {
		const skin = ['#c98e6a', '#b47a56', '#d9a27c'][i % 3];
		b.disc(x + tall * 0.16, y + 3, tall * 0.26, tall * 0.03, '#22303a', 3, 0.4);
		const step = 0.1 + (i % 5) * 0.025;
		b.line([[x - step * tall, y - tall * (i % 2 ? 0.1 : 0.02)], [x - tall * 0.02, y - tall * 0.25], [x, y - tall * 0.46]], skin, tall * 0.07);
		b.line([[x + step * tall, y], [x + tall * 0.07, y - tall * 0.25], [x, y - tall * 0.46]], skin, tall * 0.07);
		b.shape([[x - tall * 0.085, y - tall * 0.52], [x + tall * 0.085, y - tall * 0.52], [x + tall * 0.1, y - tall * 0.34], [x - tall * 0.1, y - tall * 0.34]], '#202a36');
		b.shape([[x - tall * 0.115, y - tall * 0.8], [x + tall * 0.115, y - tall * 0.8], [x + tall * 0.085, y - tall * 0.48], [x - tall * 0.085, y - tall * 0.48]], shirts[i % 8]);
		b.rect(x - tall * 0.05, y - tall * 0.68, tall * 0.1, tall * 0.08, '#ffffff', 0.95);
		b.line([[x - tall * 0.11, y - tall * 0.77], [x - tall * 0.18, y - tall * 0.6], [x - tall * 0.08, y - tall * 0.56]], skin, tall * 0.05);
		b.line([[x + tall * 0.11, y - tall * 0.77], [x + tall * 0.17, y - tall * 0.62], [x + tall * 0.1, y - tall * 0.7]], skin, tall * 0.05);
		b.disc(x, y - tall * 0.9, tall * 0.07, tall * 0.085, skin);
		b.disc(x, y - tall * 0.94, tall * 0.072, tall * 0.05, '#231a14');
	}
	return b.finish({ tone: '#ffe0a0', vignette: 0.22, grain: 6 });
}

function stadium() {
	const b = new Brush(1000, 131);
	b.fill([[0, '#060c18'], [0.5, '#13233c'], [1, '#0b1a16']]);
	b.shape([[-20, 250], [500, 190], [1100, 190], [W + 20, 250], [W + 20, 620], [-20, 620]], '#141d2b');
	for (let r = 0; r < 17; r++)
		for (let x = -10; x < W + 10; x += 26) {
			const y = 262 + r * 20 - Math.cos(((x - 800) / 800) * 1.3) * 40 + b.between(-3, 3);
			if (b.random() < 0.93) b.disc(x + b.between(-6, 6), y, 8.2, 10, ['#24406b', '#e8e3d6', '#1d3357', '#31568d', '#c9473a', '#d7b97a'][Math.floor(b.random() ** 1.5 * 6)], 0, 0.55 + b.random() * 0.35);
		}
	b.shape([[-20, 250], [500, 186], [1100, 186], [W + 20, 250], [W + 20, 120], [1100, 96], [500, 96], [-20, 120]], '#0a111d');
	for (let i = 0; i < 26; i++) {
		const x = 60 + i * 59;
		const y = 150 - Math.cos(((x - 800) / 800) * 1.3) * 34;
		b.rect(x - 13, y - 5, 26, 10, '#ffffff');
		b.glow(x, y, 120, '#dbeaff', 0.6);
	}
	b.rect(0, 596, W, 38, '#0d2d52');
	for (let i = 0; i < 9; i++) b.rect(30 + i * 180, 602, 150, 26, ['#123f73', '#b3001b', '#e9e4d8'][i % 3], 0.85);
	for (let i = 0; i < 9; i++) {
		const y = 634 + ((i / 9) ** 1.4) * 366;
		b.rect(0, y, W, 80, i % 2 ? '#2f7a3d' : '#37894a');
	}
	b.rect(0, 640, W, 4, '#eef5ee', 0.9);
	b.line([[330, 640], [230, 800], [1370, 800], [1270, 640]], '#eef5ee', 5, 0.9);
	b.line([[560, 636], [560, 452], [1040, 452], [1040, 636]], '#ffffff', 9);
	for (let i = 0; i <= 30; i++) b.line([[564 + i * 15.8, 456], [590 + i * 14, 500], [590 + i * 14, 630]], '#ffffff', 1, 0.42);
	for (let i = 0; i < 12; i++) b.line([[590, 500 + i * 11.5], [1010, 500 + i * 11.5]], '#ffffff', 1, 0.36);
	const team = [[420, 790, 210, '#1f57a4'], [1190, 770, 200, '#1f57a4'], [1010, 716, 165, '#c43b2c'], [610, 722, 168, '#c43b2c'], [1330, 860, 240, '#c43b2c'], [250, 890, 250, '#1f57a4']];
	const player = (x, y, t, colour, o) => {
		b.disc(x, y + 2, t * 0.3, t * 0.04, '#0d2413', 4, 0.6);
		b.person(x, y, t, '#1a1412', o);
		const lean = (o.lean ?? 0) * t;
		b.shape([[x - t * 0.12 + lean, y - t * 0.79], [x + t * 0.12 + lean, y - t * 0.79], [x + t * 0.085, y - t * 0.46], [x - t * 0.085, y - t * 0.46]], colour);
		b.rect(x - t * 0.1, y - t * 0.49, t * 0.2, t * 0.16, '#f2f2ee');
		b.disc(x + lean, y - t * 0.895, t * 0.075, t * 0.09, '#b98662');
		b.disc(x + lean, y - t * 0.94, t * 0.08, t * 0.05, '#1a1412');
	};
	for (const [x, y, t, colour] of team) player(x, y, t, colour, { arms: 0.6, stride: 0.14, lean: x < 800 ? 0.04 : -0.04 });
	player(812, 640, 270, '#e0b02c', { arms: 1.1, stride: 0.2, lean: 0.06 });
	b.disc(900, 372, 17, 17, '#f7f7f4');
	b.disc(896, 368, 6, 6, '#23282d');
	b.line([[840, 420], [872, 396]], '#ffffff', 5, 0.3, 3);
	b.glow(812, 520, 340, '#eaf3ff', 0.28);
	return b.finish({ tone: '#a6c8ff', vignette: 0.5, grain: 2 });
}

function bowls() {
	const b = new Brush(1067, 137);
	b.fill([[0, '#1a2230'], [0.55, '#2a3646'], [1, '#141a24']]);
	b.glow(800, 300, 700, '#ffe9c4', 0.5);
	const bowl = (x, y, s, blue) => {
		const c = b.c;
		b.disc(x, y + 62 * s, 92 * s, 13 * s, '#05080d', 7 * s, 0.75);
		b.shape([[x - 34 * s, y + 48 * s], [x + 34 * s, y + 48 * s], [x + 38 * s, y + 64 * s], [x - 38 * s, y + 64 * s]], '#b9c0bd');
		const g = c.createLinearGradient(x - 90 * s, 0, x + 90 * s, 0);
		g.addColorStop(0, '#8f9a9c');
		g.addColorStop(0.3, '#f3f1e8');
		g.addColorStop(0.62, '#d9dad2');
		g.addColorStop(1, '#6f7b80');
		c.fillStyle = g;
		c.beginPath();
		c.moveTo(x - 90 * s, y - 34 * s);
		c.bezierCurveTo(x - 82 * s, y + 24 * s, x - 52 * s, y + 52 * s, x - 30 * s, y + 52 * s);
		c.lineTo(x + 30 * s, y + 52 * s);
		c.bezierCurveTo(x + 52 * s, y + 52 * s, x + 82 * s, y + 24 * s, x + 90 * s, y - 34 * s);
		c.fill();
		b.disc(x, y - 34 * s, 90 * s, 21 * s, '#eceae0');
		b.disc(x, y - 32 * s, 82 * s, 17 * s, '#a9b1b0');
		b.disc(x, y - 28 * s, 70 * s, 13 * s, '#c9cec9');
		for (let i = 0; i < 7; i++) {
			const px = x + (i - 3) * 23 * s;
			b.curve([px - 11 * s, y + 6 * s], [px, y - 18 * s + Math.abs(i - 3) * 2 * s], [px + 11 * s, y + 6 * s], blue, 3.6 * s, 0.75);
			b.curve([px - 6 * s, y + 20 * s], [px, y + 34 * s], [px + 6 * s, y + 20 * s], blue, 2.8 * s, 0.6);
		}
		b.curve([x - 84 * s, y - 12 * s], [x, y + 16 * s], [x + 84 * s, y - 12 * s], blue, 3 * s, 0.6);
		if (b.random() < 0.3) b.line([[x - 30 * s, y - 40 * s], [x - 22 * s, y - 10 * s], [x - 28 * s, y + 14 * s]], '#5d5647', 1.6 * s, 0.8);
		b.disc(x - 36 * s, y - 4 * s, 8 * s, 22 * s, '#ffffff', 5 * s, 0.55, 0.2);
	};
	for (let r = 0; r < 4; r++) {
		const y = 210 + r * 205;
		const s = 0.62 + r * 0.2;
		for (let k = -7; k <= 7; k++) {
			const x = 800 + (k + (r % 2) / 2) * 208 * s;
			if (x > -120 && x < W + 120) bowl(x, y - 64 * s, s, ['#2d5587', '#3a6595', '#274a78'][(k + 9) % 3]);
		}
		b.rect(-10, y, W + 20, 9 + r * 3, '#dfeaf0', 0.4);
		b.rect(-10, y + 9 + r * 3, W + 20, 26 + r * 6, '#0b1019', 0.65);
	}
	for (let i = 0; i < 5; i++) b.shape([[200 + i * 330, -10], [280 + i * 330, -10], [460 + i * 330, 1080], [60 + i * 330, 1080]], '#fff0cf', 30, 0.06);
	b.bust(1270, 850, 150, '#070b11');
	b.bust(1010, 960, 96, '#090d14');
	return b.finish({ tone: '#ffdfb0', vignette: 0.5 });
}

function ferry() {
	const b = new Brush(1067, 149);
	b.fill([[0, '#9db9bf'], [0.3, '#cfdcd8'], [0.46, '#efe9d8']]);
	for (let i = 0; i < 6; i++) b.hills(330 + i * 32, 90 - i * 11, 60 + i, ['#b3c6c4', '#9fb8b4', '#87a69f', '#6d9186', '#557a6c', '#436856'][i], 3);
	for (let i = 0; i < 5; i++) b.disc(b.between(0, W), 430 + i * 14, 500, 26, '#f4f4ec', 22, 0.5);
	for (let i = 0; i < 7; i++) {
		const x = 1120 + i * 66;
		b.rect(x, 474 - (i % 3) * 14, 58, 60, ['#f2ede1', '#e3d8c4', '#efe4d2'][i % 3]);
		b.shape([[x - 8, 476 - (i % 3) * 14], [x + 29, 444 - (i % 3) * 14], [x + 66, 476 - (i % 3) * 14]], '#46413e');
		b.windows(x + 6, 484, 46, 36, { cell: 18, lit: 0.7, colours: ['#5b6a6c'] });
	}
	for (let i = 0; i < 60; i++) b.disc(b.between(0, 1080), 520 + b.between(-16, 12), b.between(14, 34), b.between(10, 22), ['#4d7a5c', '#5f8a5f', '#3f6a50'][i % 3]);
	b.water(534, [[0, '#a9c4be'], [1, '#2d5a58']], { dim: 0.66, wave: 14 });
	b.shape([[1180, 700], [W + 20, 660], [W + 20, 760], [1230, 742]], '#8a8478');
	for (let i = 0; i < 4; i++) b.shape([[1180 - i * 30, 716 + i * 14], [1400, 700 + i * 14], [1400, 714 + i * 14], [1180 - i * 30, 730 + i * 14]], ['#a39c8e', '#8f887b'][i % 2]);
	b.disc(640, 850, 520, 44, '#14322f', 18, 0.5);
	b.shape([[150, 730], [1090, 730], [1150, 700], [1166, 706], [1080, 846], [230, 846], [170, 800]], '#2b5a6b');
	b.shape([[150, 730], [1090, 730], [1150, 700], [1160, 712], [1096, 752], [156, 752]], '#f1ede2');
	b.shape([[214, 820], [1096, 820], [1080, 850], [232, 850]], '#9a3b2e');
	b.rect(270, 560, 640, 18, '#f1ede2');
	b.shape([[250, 560], [930, 560], [900, 534], [280, 534]], '#c65a34');
	for (const x of [290, 440, 590, 740, 886]) b.rect(x, 576, 9, 156, '#e7e1d3');
	b.rect(920, 610, 110, 122, '#f1ede2');
	b.rect(934, 626, 82, 46, '#44626c');
	b.line([[980, 610], [980, 520]], '#4b4f50', 5);
	b.shape([[980, 522], [1046, 534], [980, 552]], '#c23b2e');
	b.rect(160, 690, 920, 6, '#e7e1d3');
	const coats = ['#e2762d', '#d8b13a', '#3f7fa8', '#c9473a', '#4f8a63'];
	for (let i = 0; i < 12; i++) {
		const x = 320 + i * 50 + (i % 3) * 8;
		b.bust(x, 676 + (i % 2) * 10, 24, coats[i % 5], '#2a1d16');
		b.disc(x, 656 + (i % 2) * 10, 8.5, 10, '#d3a27f');
		b.disc(x, 648 + (i % 2) * 10, 10, 7, '#2a1d16');
		if (i % 3 === 0) b.rect(x - 12, 690, 24, 30, '#f2c230');
	}
	b.person(1110, 700, 150, '#24333a', { arms: 0.8, stride: 0.06 });
	b.line([[120, 852], [40, 872], [-20, 870]], '#ffffff', 9, 0.55, 4);
	b.line([[230, 850], [700, 862], [1080, 850]], '#ffffff', 7, 0.5, 3);
	for (const [x, y, s] of [[420, 250, 17], [500, 226, 12], [580, 262, 11], [350, 290, 9]]) b.bird(x, y, s, '#4c5f60');
	return b.finish({ tone: '#ffe8be', vignette: 0.26 });
}

export const people = { marathon, stadium, bowls, ferry };
