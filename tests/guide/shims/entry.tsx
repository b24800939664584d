import { createRoot } from "react-dom/client";
import { CallRoom } from "./CallRoom";
import { CallScreen } from "./CallScreen";

const CLIENTS = { CallRoom, CallScreen };

(window as any).start = (client: keyof typeof CLIENTS, account: any) => {
  const Client = CLIENTS[client];
  createRoot(document.getElementById("root")!).render(<Client {...account} />);
};
