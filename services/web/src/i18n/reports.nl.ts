import type * as en from './reports.en';

export const reports: typeof en.reports = {
  caveats: {
    annotated_outage: 'De telling was verstoord van {from} tot en met {to}: {name}.',
    before_data: 'De vermelding is ouder dan de eerste dag die is geteld, {first}.',
    counting_stopped: 'De telling lag stil van {from} tot en met {to}: zoveel nullen zijn er anders nooit.',
    event: '{name} viel op dezelfde dagen ({from} tot en met {to}).',
    fitted_together:
      '{mentions} vermeldingen vielen deels op dezelfde dagen; hun effecten zijn samen geschat.',
    frequent:
      'Er zijn zo vaak vermeldingen dat rustige perioden ontbreken: het gebruikelijke effect van elke ' +
      'soort is er eerst afgetrokken.',
    grouped:
      '{mentions} vermeldingen vielen op dezelfde dagen en zijn niet te scheiden: het rapport gaat ' +
      'over alle samen.',
    history: 'Er zijn {placebos} perioden om mee te vergelijken; {needed} zijn nodig, zo\'n drie maanden.',
    holiday: '{name} ({day}) viel in de periode; daardoor waren er minder bezoeken te verwachten.',
    in_future: 'De publicatiedatum, {published}, ligt in de toekomst.',
    never_changes:
      'De aantallen veranderen vóór de periode nooit: een verandering valt dan niet te beoordelen.',
    not_counted: 'Van {from} tot en met {to} zijn er geen bezoeken geteld.',
    nothing_before: 'Vóór de periode is niets geteld.',
    nothing_counted: 'In de periode is niets geteld.',
    on_first_day:
      'De vermelding viel op de eerste dag die is geteld, {first}: er is niets ervoor om mee te vergelijken.',
    one_day_before: 'Eén dag vóór de periode is te weinig om mee te vergelijken.',
    only_zeros: 'Vóór de periode zijn alleen nullen geteld: er is niets om mee te vergelijken.',
    other_days:
      'Sommige dagen zijn in een andere tijdzone dan {zone} geteld, en hun bezoeken zijn niet te ' +
      'verschuiven.',
    outlier:
      '{value} op {day} is {times} keer het gebruikelijke aantal. Klopt het niet, verbeter het dan; ' +
      'klopt het wel, noteer dan wat er gebeurde.',
    overlap_open:
      'De periode van een andere vermelding op dezelfde dagen loopt tot en met {until}; tot dan zijn ' +
      'de twee niet te scheiden.',
    small: 'Pas {visible} bezoeken meer, {percent} % van de verwachte, waren zichtbaar geweest.',
    undated: 'De uitgever gaf geen datum: de periode begint toen de vermelding voor het eerst werd gezien.',
    value_too_large:
      'Het aantal van {day} is te groot om mee te rekenen. Verbeter het waar het vandaan kwam.',
    waiting: 'De laatste dag die is geteld is {last}.',
  },
  lines: {
    few_leads: 'Er zijn te weinig leads per dag om een stijging van 30 % te zien.',
    no_form: 'Er wordt niemand gevraagd hoe die je kent.',
    no_leads: 'Er worden geen leads ingelezen.',
    no_link_for_it: 'Voor deze vermelding of de show is geen korte link gemaakt.',
    no_links: 'Er zijn geen korte links in gebruik, dus kliks worden niet geteld.',
    no_search_console: 'Zoekopdrachten naar je naam worden niet ingelezen.',
    no_shares: 'Voorbeelden van links in chats worden niet geteld.',
    no_tag: 'De tag staat niet op de site; bezoeken via gedeelde links zijn dan niet te onderscheiden.',
    not_computed: 'Hiervoor zijn er te weinig gegevens.',
    window_open: 'De periode is nog niet voorbij, of nog niet tot het einde geteld.',
  },
};
