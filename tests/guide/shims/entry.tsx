import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { CallRoom } from "./CallRoom";
import { CallScreen } from "./CallScreen";
import { Tokens } from "./tokens";

const CLIENTS = { CallRoom, CallScreen };

/** Strict mode mounts everything twice: what a client leaves behind shows. */
(window as any).start = (client: keyof typeof CLIENTS, { pair, ...account }: any) => {
  const Client = CLIENTS[client];
  const tokens = new Tokens(account.base, pair);
  createRoot(document.getElementById("root")!).render(
    <StrictMode>
      <Client {...account} tokens={tokens} newPeerId={newPeerId} />
    </StrictMode>,
  );
};

const newPeerId = () => crypto.randomUUID();
