// What a flag or an environment variable may hold, and the type that its text is read as.

/** What every setting says about itself. */
interface Described {
  readonly help: string;
  /** What the help calls the default when the code that uses the setting works it out. */
  readonly defaultText?: string;
}

interface TextSetting extends Described {
  readonly kind: "text";
  readonly default?: string;
}

/** `number` and `integer` lie in `min`–`max`, both included; a `share` lies in 0–1. */
interface NumberSetting extends Described {
  readonly kind: "number" | "integer" | "share";
  readonly min?: number;
  readonly max?: number;
  readonly default?: number;
}

/** `bytes` is a size such as 512M, in bytes; `instant` is in milliseconds since 1970. */
interface MeasureSetting extends Described {
  readonly kind: "bytes" | "instant";
  readonly default?: number;
}

interface ChoiceSetting extends Described {
  readonly kind: "choice";
  readonly choices: readonly string[];
  readonly default?: string;
}

/** Off unless given; in the environment 1, true, yes, on or 0, false, no, off. */
interface SwitchSetting extends Described {
  readonly kind: "switch";
}

/** Texts with commas between them; a flag of this kind may be given more than once. */
interface ListSetting extends Described {
  readonly kind: "list";
  readonly default?: readonly string[];
}

/** A setting: its kind of value, default and meaning. */
export type Setting =
  | TextSetting
  | NumberSetting
  | MeasureSetting
  | ChoiceSetting
  | SwitchSetting
  | ListSetting;

/** The type of a value of one kind. */
type Value<S extends Setting> = S extends { readonly kind: "switch" } ? boolean
  : S extends { readonly kind: "list" } ? readonly string[]
  : S extends { readonly kind: "text" } ? string
  : S extends { readonly kind: "choice"; readonly choices: readonly (infer Choice)[] } ? Choice
  : number;

/** The type that a setting is read as: undefined is left out where there is a default. */
export type SettingValue<S extends Setting> = S extends
  { readonly kind: "switch" } | { readonly default: unknown } ? Value<S> : Value<S> | undefined;

/** The values of a table of settings, by name. */
export type SettingValues<T extends Readonly<Record<string, Setting>>> = {
  readonly [Name in keyof T]: SettingValue<T[Name]>;
};
