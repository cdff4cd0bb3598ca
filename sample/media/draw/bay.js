// The bay: port, bridge, seas, island.
import { Brush, W } from './brush.js';

function crane(b, x, y, s, colour, boom) {
	const leg = 300 * s;
	b.line([[x, y], [x + 12 * s, y - leg]], colour, 11 * s);
	b.line([[x + 92 * s, y], [x + 80 * s, y - leg]], colour, 11 * s);
	b.line([[x + 6 * s, y - 110 * s], [x + 86 * s, y - 110 * s]], colour, 8 * s);
	b.line([[x + 4 * s, y - 30 * s], [x + 86 * s, y - 110 * s]], colour, 4 * s);
	b.line([[x - 260 * s, y - leg - boom * s], [x + 150 * s, y - leg]], colour, 13 * s);
	b.line([[x + 46 * s, y - leg - 120 * s], [x + 12 * s, y - leg]], colour, 9 * s);
	b.line([[x + 46 * s, y - leg - 120 * s], [x + 84 * s, y - leg]], colour, 9 * s);
	b.line([[x + 46 * s, y - leg - 120 * s], [x - 180 * s, y - leg - boom * 0.85 * s]], colour, 3.4 * s);
	b.line([[x + 46 * s, y - leg - 120 * s], [x + 140 * s, y - leg - 4 * s]], colour, 3.4 * s);
	b.rect(x + 84 * s, y - leg - 30 * s, 58 * s, 32 * s, colour);
	b.line([[x - 90 * s, y - leg - boom * 0.5 * s], [x - 90 * s, y - 150 * s]], colour, 2 * s, 0.8);
	b.rect(x - 118 * s, y - 160 * s, 58 * s, 26 * s, '#b5502f');
}

function boxes(b, x, y, columns, rows, w, h, { from = 0 } = {}) {
	const paint = ['#a8452f', '#2f5f86', '#c98a2e', '#3f7263', '#7b3340', '#8b8f94', '#274a6b'];
	for (let k = 0; k < columns; k++) {
		const high = Math.max(from, Math.floor(rows * b.between(0.55, 1.05)));
		for (let r = 0; r < high; r++) {
			const colour = paint[Math.floor(b.random() * paint.length)];
			b.rect(x + k * w, y - (r + 1) * h, w - 2, h - 2, colour);
			b.rect(x + k * w, y - (r + 1) * h, w - 2, (h - 2) * 0.22, '#ffffff', 0.12);
			for (let i = 1; i < 7; i++) b.rect(x + k * w + (i * w) / 7, y - (r + 1) * h, 1, h - 2, '#000000', 0.16);
		}
	}
}

function port() {
	const b = new Brush(1000, 11);
	b.fill([[0, '#12233f'], [0.3, '#34507a'], [0.52, '#b98a86'], [0.66, '#f0b27a'], [0.74, '#f6cf9c']]);
	b.clouds(250, 160, '#f8c9a0', 26, 0.2);
	b.clouds(140, 90, '#0f1f3b', 16, 0.3);
	b.glow(1080, 660, 520, '#ffd9a0', 0.85);
	b.hills(655, 22, 4, '#6f6a80', 3, 0.75);
	b.hills(672, 14, 9, '#4b4d68', 2, 0.9);
	for (const [x, s, dark] of [[1410, 0.62, '#55566f'], [1230, 0.66, '#4d4f69'], [1060, 0.72, '#454862']]) crane(b, x, 690, s, dark, 60);
	for (const [x, s] of [[760, 0.92], [430, 1.08], [60, 1.26]]) crane(b, x, 712, s, '#1b2236', 40 + 30 * b.random());
	boxes(b, 640, 712, 17, 5, 56, 23);
	boxes(b, 0, 716, 11, 3, 60, 25);
	b.shape([[180, 742], [980, 742], [1030, 690], [1046, 690], [1046, 660], [1010, 660], [250, 664], [160, 690]], '#14192a');
	boxes(b, 250, 668, 12, 4, 52, 21, { from: 2 });
	b.rect(880, 560, 76, 108, '#d9d4cc');
	b.windows(884, 566, 70, 70, { cell: 13, lit: 0.6 });
	b.rect(0, 720, W, 26, '#151a2a');
	for (let i = 0; i < 26; i++) {
		const x = b.between(0, W);
		b.glow(x, 706, b.between(30, 70), '#ffd48a', 0.8);
		b.disc(x, 706, 2.5, 2.5, '#fff3d6');
	}
	b.water(744, [[0, '#31496b'], [1, '#0a1426']], { dim: 0.72, wave: 20 });
	b.bird(690, 240, 20, '#1a2338');
	b.bird(760, 276, 14, '#1a2338');
	b.bird(620, 300, 12, '#1a2338');
	return b.finish({ tone: '#ff9b52' });
}

function bridge() {
	const b = new Brush(1067, 23);
	b.fill([[0, '#5b86b2'], [0.35, '#9dbcd4'], [0.6, '#e7dccb'], [0.7, '#f5e6cf']]);
	b.clouds(210, 190, '#ffffff', 42, 0.34);
	b.hills(700, 40, 3, '#93a6b6', 4);
	b.hills(724, 26, 8, '#6f8798', 3);
	const deck = (x) => 668 - 46 * Math.sin((x / W) * Math.PI);
	for (const [x, top] of [[470, 150], [1130, 150]]) {
		const y = deck(x);
		for (let i = 1; i <= 15; i++) {
			const from = top + 24 + i * 11;
			for (const side of [-1, 1]) {
				const at = x + side * (26 + i * 21);
				b.line([[x, from], [at, deck(at)]], '#f7f5ef', 2.2, 0.85);
				b.line([[x + 1.5, from + 1], [at + 1.5, deck(at) + 1]], '#5d6c7a', 1, 0.5);
			}
		}
		b.shape([[x - 26, 800], [x - 9, top], [x + 9, top], [x + 26, 800], [x + 15, 800], [x, y - 60], [x - 15, 800]], '#e9e4da');
		b.shape([[x, top], [x + 9, top], [x + 26, 800], [x + 15, 800], [x, y - 60]], '#a9adb0');
		b.rect(x - 24, y + 2, 48, 16, '#c9c6bf');
		b.rect(x - 30, 792, 60, 26, '#8d9297');
	}
	const edge = Array.from({ length: 81 }, (_, i) => [i * 20, deck(i * 20)]);
	b.shape([...edge, ...edge.map(([x, y]) => [x, y + 24]).reverse()], '#6e7a86');
	b.shape([...edge, ...edge.map(([x, y]) => [x, y + 8]).reverse()], '#cfd2d3');
	for (let x = 30; x < W; x += 66) b.rect(x, deck(x) + 24, 7, 130, '#7e8a95', x < 130 || x > 1480 ? 1 : 0);
	for (let i = 0; i < 24; i++) {
		const x = 210 + i * 50 + b.between(-5, 5);
		const y = deck(x);
		b.rect(x, y - 21, 31, 17, ['#b4472e', '#c7792d', '#3b6282', '#d9d6cd'][i % 4]);
		b.rect(x + 31, y - 17, 10, 13, '#2a3540');
		b.disc(x + 7, y - 3, 4, 4, '#1b222a');
		b.disc(x + 26, y - 3, 4, 4, '#1b222a');
		b.disc(x + 36, y - 3, 3.4, 3.4, '#1b222a');
	}
	b.water(812, [[0, '#7fa3b6'], [1, '#20455a']], { dim: 0.6, wave: 16 });
	b.shape([[250, 930], [560, 930], [600, 902], [590, 900], [240, 904], [222, 908]], '#26323c');
	b.rect(300, 876, 70, 28, '#e8e4dc');
	b.windows(304, 880, 64, 16, { cell: 12, lit: 1, colours: ['#3b566a'] });
	b.line([[330, 876], [330, 836]], '#26323c', 3);
	b.line([[200, 944], [640, 940]], '#ffffff', 5, 0.4, 2);
	for (const [x, y, s] of [[820, 300, 15], [860, 320, 11], [780, 336, 10], [720, 270, 9]]) b.bird(x, y, s, '#45586a');
	return b.finish({ tone: '#ffd9a0', vignette: 0.22 });
}

function lighthouse() {
	const b = new Brush(1067, 41);
	b.fill([[0, '#1f2f57'], [0.34, '#6d6c99'], [0.54, '#e19a86'], [0.66, '#f8cf96']]);
	b.clouds(300, 170, '#f5b792', 34, 0.3);
	b.clouds(190, 110, '#283a66', 18, 0.35);
	b.glow(360, 700, 460, '#ffd89a', 0.95);
	b.disc(360, 702, 54, 54, '#fff1cf', 1);
	b.hills(704, 10, 6, '#7d7391', 3, 0.8);
	b.shape([[860, 706], [940, 640], [1040, 610], [1120, 560], [1230, 548], [1330, 590], [1440, 612], [1620, 664], [1620, 712]], '#2b2a3f');
	b.shape([[1240, 548], [1330, 590], [1440, 612], [1620, 664], [1620, 712], [1300, 712]], '#1f2033');
	b.shape([[1118, 560], [1130, 250], [1198, 250], [1212, 560]], '#f1ece4');
	b.shape([[1170, 560], [1168, 250], [1198, 250], [1212, 560]], '#a7a0a8');
	for (const y of [314, 420]) b.shape([[1127 - (y - 314) * 0.04, y], [1201 + (y - 314) * 0.04, y], [1204 + (y - 314) * 0.04, y + 52], [1125 - (y - 314) * 0.04, y + 52]], '#b8402f');
	b.rect(1112, 236, 104, 15, '#262638');
	b.rect(1134, 186, 60, 50, '#ffeeb8');
	for (const x of [1134, 1154, 1174, 1192]) b.rect(x, 186, 3, 50, '#262638');
	b.shape([[1124, 188], [1164, 146], [1204, 188]], '#262638');
	b.shape([[1164, 210], [-20, 60], [-20, 210]], '#fff0bd', 12, 0.28);
	b.glow(1164, 210, 320, '#fff0bd', 0.95);
	b.rect(1230, 500, 118, 62, '#d8cfc6');
	b.shape([[1218, 502], [1290, 462], [1362, 502]], '#8d3a2d');
	b.windows(1240, 512, 96, 34, { cell: 24, lit: 0.8 });
	b.water(706, [[0, '#7a6b87'], [1, '#161d38']], { dim: 0.66, wave: 15 });
	for (let i = 0; i < 5; i++) b.person(905 + i * 40, 656 - i * 14 + (i % 2) * 4, i === 2 ? 74 : 46, '#171827', { arms: 0.5, stride: 0.06 });
	for (const [x, y, s] of [[620, 380, 18], [690, 350, 13], [560, 420, 11]]) b.bird(x, y, s, '#2a2d4a');
	return b.finish({ tone: '#ffa76b' });
}

function sail(b, x, y, s, colour, number) {
	b.shape([[x + 4 * s, y - 8 * s], [x - 14 * s, y - 120 * s], [x - 16 * s, y - 180 * s], [x + 64 * s, y - 24 * s], [x + 66 * s, y - 12 * s]], colour);
	b.shape([[x - 16 * s, y - 180 * s], [x + 64 * s, y - 24 * s], [x + 66 * s, y - 12 * s], [x + 30 * s, y - 20 * s]], '#000000', 0, 0.1);
	b.shape([[x - 14 * s, y - 150 * s], [x - 6 * s, y - 14 * s], [x - 62 * s, y - 14 * s]], '#f7f4ec');
	b.line([[x - 4 * s, y], [x - 17 * s, y - 186 * s]], '#3a3f46', 2.6 * s);
	b.shape([[x - 76 * s, y - 12 * s], [x + 72 * s, y - 12 * s], [x + 52 * s, y + 16 * s], [x - 52 * s, y + 16 * s]], '#fbfaf6');
	b.shape([[x - 70 * s, y + 2 * s], [x + 62 * s, y + 2 * s], [x + 52 * s, y + 16 * s], [x - 52 * s, y + 16 * s]], '#27507a');
	for (const d of number) {
		b.disc(x + d * s, y - 26 * s, 8 * s, 9 * s, '#3a2b22');
		b.shape([[x + (d - 10) * s, y - 8 * s], [x + (d + 10) * s, y - 8 * s], [x + (d + 6) * s, y - 20 * s], [x + (d - 6) * s, y - 20 * s]], '#e2762d');
	}
}

function sailing() {
	const b = new Brush(1067, 53);
	b.fill([[0, '#3f8ac2'], [0.3, '#86bfe0'], [0.42, '#d9ecf2']], 0, 1067);
	b.clouds(190, 150, '#ffffff', 46, 0.42);
	b.hills(432, 34, 5, '#8fb0bd', 3);
	b.hills(446, 22, 13, '#5f8a86', 2);
	for (let i = 0; i < 24; i++) b.rect(1080 + i * 18 + b.between(-3, 3), 418 + b.between(-16, 8), 13, 36, ['#f4efe6', '#e8ddcc', '#d9c9b8'][i % 3]);
	b.rect(1190, 396, 120, 50, '#f7f3ea');
	b.shape([[1180, 398], [1250, 372], [1320, 398]], '#b5483a');
	b.fill([[0, '#7fc0cf'], [0.3, '#3d93ad'], [1, '#0f4f70']], 448);
	for (let i = 0; i < 1500; i++) {
		const near = b.random() ** 1.7;
		const y = 452 + near * 610;
		const x = b.between(0, W);
		const l = b.between(8, 46) * (0.25 + near * 1.3);
		b.line([[x - l, y], [x, y - 2 - near * 4], [x + l, y]], b.random() < 0.45 ? '#e9fbff' : '#0a3f5e', 0.7 + near * 2.4, 0.2);
	}
	const fleet = [[250, 520, 0.5, '#f2b632'], [520, 502, 0.42, '#e4573d'], [760, 530, 0.55, '#fafafa'], [1380, 540, 0.62, '#e4573d'], [1010, 610, 0.95, '#f2b632'], [1300, 790, 1.6, '#fafafa'], [470, 800, 2.15, '#e4573d']];
	for (const [x, y, s, colour] of fleet) {
		b.disc(x, y + 40 * s, 80 * s, 18 * s, '#0a3f5e', 8, 0.45);
		b.disc(x, y + 70 * s, 40 * s, 50 * s, colour, 16, 0.3);
		sail(b, x, y, s, colour, s > 0.9 ? [18, 40] : [24]);
		b.line([[x - 92 * s, y + 18 * s], [x + 84 * s, y + 20 * s]], '#ffffff', 4 * s, 0.6, 2);
	}
	return b.finish({ vignette: 0.2, grain: 6 });
}

export const bay = { port, bridge, lighthouse, sailing };
