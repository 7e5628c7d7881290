// Endpoints about shows and users.

import { defineEndpoint, found, queriesOf } from "../endpoint.ts";
import {
  pageParameters,
  rangeParameters,
  sortParameter,
  textParameter,
  trendParameter,
  userSortParameter,
  zoneParameter,
} from "../schemas/parameters.ts";
import { showSchema, showsSchema, userSchema, usersSchema } from "../schemas/view_schemas.ts";
import { nameParameter } from "../schemas/name_parameter.ts";

const search = { search: textParameter("Only names that contain this text, in any case.") };

/** `GET /api/shows`. */
const shows = defineEndpoint({
  ...{ path: "/api/shows", name: "shows", tag: "Shows and users" },
  summary: "Shows with their figures, sorted.",
  query: {
    ...{ ...rangeParameters, ...sortParameter, ...search, ...trendParameter, ...zoneParameter },
    ...pageParameters(50, 1_000),
  },
  answer: showsSchema,
  ask: (ports, parameters) => queriesOf(ports).shows(parameters),
  rows: (answer) => answer.shows.map(({ trend: _, ...show }) => show),
});

/** `GET /api/shows/{show_name}`. */
const show = defineEndpoint({
  ...{ path: "/api/shows/{show_name}", name: "show", tag: "Shows and users" },
  summary: "One show: figures, distributions, episodes, its audience week by week.",
  params: nameParameter("show_name", "The show's name, percent-encoded."),
  query: { ...rangeParameters, ...zoneParameter },
  answer: showSchema,
  ask: async (ports, { show_name: name, ...options }) =>
    found(await queriesOf(ports).show(name, options), `show ${JSON.stringify(name)} with a view`),
  rows: ({ episodes }) => episodes.map((episode) => ({ ...episode })),
});

/** `GET /api/users`. */
const users = defineEndpoint({
  ...{ path: "/api/users", name: "users", tag: "Shows and users" },
  summary: "Users with their figures, sorted.",
  query: { ...search, ...userSortParameter, ...pageParameters(50, 1_000) },
  answer: usersSchema,
  ask: (ports, parameters) => queriesOf(ports).users(parameters),
  rows: (answer) => answer.users.map((user) => ({ ...user })),
});

/** `GET /api/users/{user_id}`. */
const user = defineEndpoint({
  ...{ path: "/api/users/{user_id}", name: "user", tag: "Shows and users" },
  summary: "One user: figures, most watched, hours of the week, sittings newest first.",
  params: nameParameter("user_id", "The user's id, percent-encoded."),
  query: { ...rangeParameters, ...zoneParameter, ...pageParameters(20, 200) },
  answer: userSchema,
  ask: async (ports, { user_id: id, ...options }) =>
    found(await queriesOf(ports).user(id, options), `user ${JSON.stringify(id)} with a view`),
  rows: ({ sittings }) => sittings.flatMap(({ views }) => views.map((view) => ({ ...view }))),
});

/** All of them. */
export const audienceEndpoints = [shows, show, users, user];
