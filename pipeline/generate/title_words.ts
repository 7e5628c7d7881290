// The words invented show names are made of. No name is meant to be a real show's.

const list = (words: string): readonly string[] => words.split("|");

/** English parts; the patterns that join them are in name_shows.ts. */
export const ENGLISH = {
  adjective: list(
    "Amber|Broken|Burning|Cold|Crimson|Distant|Empty|Endless|Fallen|Final|Forgotten|Gentle|Golden|" +
      "Hidden|Hollow|Invisible|Last|Little|Lost|Midnight|Northern|Open|Pale|Quiet|Reckless|Restless|" +
      "Scarlet|Second|Secret|Silent|Silver|Slow|Southern|Stolen|Sudden|Tender|Twisted|Velvet|Wild|Winter",
  ),
  noun: list(
    "Alibi|Anchor|Archive|Ashes|Bakery|Border|Bridge|Cabin|Cartel|Circuit|Coast|Compass|Court|Crown|" +
      "Debt|Detour|Divide|Echo|Empire|Estate|Exit|Fable|Ferry|Fever|Garden|Gambit|Harbor|Heist|Hotel|" +
      "Inquest|Island|Jury|Kitchen|Kingdom|Lantern|Ledger|Letters|Light|Mirror|Motel|Neighbors|Oath|" +
      "Orbit|Orchard|Palace|Parade|Promise|Quarry|Ransom|River|Road|Rumor|Shadow|Signal|Storm|Summer|" +
      "Tide|Train|Verdict|Village|Voyage|Ward|Whisper|Witness",
  ),
  place: list(
    "Alder Creek|Ashford|Bellweather|Blackwater|Brixham|Cedar Falls|Copenhagen|Dunmore|Eastgate|" +
      "Fairhaven|Galway|Glasgow|Greyhollow|Halifax|Havana|Juneau|Kestrel Bay|Lagos|Lisbon|Marlow|" +
      "Memphis|Naples|Odessa|Portland|Queens|Ravenna|Redfern|Saltmarsh|Tangier|Trieste|Wexford|Yorkville",
  ),
  name: list(
    "Ada|Amara|Bea|Callum|Clara|Dev|Dora|Eli|Esme|Felix|Finn|Grace|Hugo|Imani|Iris|Jonas|June|Kit|" +
      "Leo|Mabel|Maeve|Marcus|Nadia|Nell|Omar|Otis|Priya|Rafi|Rosa|Ruth|Sam|Tess|Theo|Vera|Wes|Zoe",
  ),
} as const;

/** A language whose titles are a head and a tail that may follow any head. */
export interface TitleLanguage {
  /** BCP 47 language code. */
  readonly code: string;
  readonly heads: readonly string[];
  readonly tails: readonly string[];
  /** What stands between head and tail. */
  readonly joint: string;
}

/** The other languages, most widely watched first. */
export const TITLE_LANGUAGES: readonly TitleLanguage[] = [
  {
    code: "es",
    heads: list(
      "La Casa|El Camino|Corazón|Los Años|Una Noche|El Último Tren|Mañana|La Hija|Secretos|El Puente",
    ),
    tails: list(
      "de Sevilla|del Sur|sin Nombre|en la Niebla|de Bogotá|del Mar|a Medianoche|de Papel",
    ),
    joint: " ",
  },
  {
    code: "pt",
    heads: list(
      "A Casa|O Rio|Coração|Noites|A Última Estação|Irmãs|O Farol|Cidade|Três Verões|Vizinhos",
    ),
    tails: list("de Lisboa|do Norte|sem Fim|da Serra|em São Paulo|do Mar|à Deriva|de Inverno"),
    joint: " ",
  },
  {
    code: "fr",
    heads: list(
      "La Maison|L'Été|Les Ombres|Le Café|Une Femme|Les Héritiers|Le Dernier Train|La Forêt|Minuit",
    ),
    tails: list("du Nord|sans Fin|au Crépuscule|de Marseille|sous la Pluie|d'à Côté|de Montréal"),
    joint: " ",
  },
  {
    code: "de",
    heads: list(
      "Das Haus|Die Brücke|Mörder|Ein Sommer|Nachtzug|Die Ärztin|Schatten|Drei Schwestern|Das Erbe",
    ),
    tails: list("am See|in Köln|ohne Namen|über München|im Nebel|an der Grenze|nach Mitternacht"),
    joint: " ",
  },
  {
    code: "pl",
    heads: list("Dom|Cień|Droga|Ostatni Pociąg|Córka|Zima|Sąsiedzi|Listy"),
    tails: list("nad Wisłą|w Łodzi|bez Końca|z Krakowa|o Świcie|na Północy"),
    joint: " ",
  },
  {
    code: "tr",
    heads: list("İstanbul'da|Karanlıkta|Köprüde|Adada|Kışın|Boğaz'da|Sahilde"),
    tails: list("Bir Gece|Son Şarkı|Kayıp Yıllar|Üç Kardeş|Eski Bir Ev|Yeni Gün"),
    joint: " ",
  },
  {
    code: "ja",
    heads: list("東京|海辺の|真夜中の|最後の|北町|雨の日の|隣の"),
    tails: list("食堂|約束|終着駅|物語|図書館|花屋"),
    joint: "",
  },
  {
    code: "ko",
    heads: list("서울의|여름의|비밀의|마지막|바닷가|겨울"),
    tails: list("밤|약속|편지|골목|식당|정원"),
    joint: " ",
  },
  {
    code: "hi",
    heads: list("मुंबई की|आख़िरी|पुरानी|नदी की|सपनों की"),
    tails: list("रात|गली|कहानी|चिट्ठी|ट्रेन"),
    joint: " ",
  },
];
