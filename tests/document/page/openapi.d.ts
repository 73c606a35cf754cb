export type { components } from '../schema';
