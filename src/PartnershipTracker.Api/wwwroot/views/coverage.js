/** The matrix of affiliates, companies and areas. Each number opens the meetings or collaborations behind it. */
import { picture } from '../api.js';

export const filters = ['rows', 'columns', 'affiliate', 'company', 'area', 'stage', 'from', 'to'];

/** @param {import('../main.js').Page} page */
export const show = ({ query, signal }) => picture('coverage.svg', query, signal);
