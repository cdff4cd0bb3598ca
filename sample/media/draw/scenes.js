// The scenes: each a function that paints one picture of the sample newsroom.
import { bay } from './bay.js';
import { city } from './city.js';
import { people } from './people.js';

export const scenes = { ...bay, ...city, ...people };
