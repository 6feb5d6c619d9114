import type * as en from './lines.en';

export const lines: typeof en.lines = {
  line_date: 'published "{date}" is geen datum; schrijf 2026-11-23 of 2026-11-23T09:00:00Z',
  line_field_type: 'het veld {field} heeft het verkeerde type: {type}',
  line_heading_only: 'is een kopje waar niets onder staat',
  line_no_address: 'heeft geen adres van een feed',
  line_not_address: 'is geen adres',
  line_not_json: 'dit is geen JSON-object',
  line_not_object: 'dit is geen JSON-object maar JSON van het type {type}',
  line_not_web: 'heeft een adres dat geen webadres is',
  line_other_list: 'verwijst naar een andere lijst, en die wordt niet opgehaald',
  line_page_only: 'noemt een pagina maar geen feed',
  line_too_long: 'de regel is langer dan {limit_mb} MiB',
  line_unidentified: 'er staat geen id en geen url in: een van de twee is nodig',
  line_unreadable: 'onleesbaar',
  line_url: 'url "{url}" is geen webadres; het hoort eruit te zien als https://example.com/page',
};
