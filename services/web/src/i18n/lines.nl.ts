import type * as en from './lines.en';

export const lines: typeof en.lines = {
  line_heading_only: 'is een kopje waar niets onder staat',
  line_no_address: 'heeft geen adres van een feed',
  line_not_address: 'is geen adres',
  line_not_web: 'heeft een adres dat geen webadres is',
  line_other_list: 'verwijst naar een andere lijst, en die wordt niet opgehaald',
  line_page_only: 'noemt een pagina maar geen feed',
  line_unreadable: 'onleesbaar',
};
