// Asks for the service's token, which writing needs when it listens beyond its machine.

import { keepToken } from "../../client/write_api.ts";

/** `onToken` is called once it is kept. */
export function TokenField({ onToken }: { readonly onToken: () => void }) {
  return (
    <label class="field">
      The service's token (PLAYHEAD_TOKEN), kept while this tab is open
      <input
        type="password"
        autocomplete="off"
        onChange={({ currentTarget: { value } }) => {
          keepToken(value);
          onToken();
        }}
      />
    </label>
  );
}
