export { kindTitles } from '../../src/model/kindTitles';
