"""The floor under fan-out: a picows server that sends what it hears to a room of sockets, nothing else."""

import asyncio
import sys

from picows import WSFrame, WSListener, WSMsgType, WSTransport, WSUpgradeRequest, ws_create_server

ROOMS: dict[bytes, list[WSTransport]] = {}


class Bare(WSListener):
    def __init__(self, room: bytes) -> None:
        self.room = room

    def on_ws_connected(self, transport: WSTransport) -> None:
        ROOMS.setdefault(self.room, []).append(transport)
        transport.send(WSMsgType.TEXT, b'{"type":"ready"}')

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type == WSMsgType.TEXT:
            text = frame.get_payload_as_bytes()
            for other in ROOMS[self.room]:
                if other is not transport:
                    other.send(WSMsgType.TEXT, text)

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        ROOMS[self.room].remove(transport)


async def main(port: int) -> None:
    def factory(request: WSUpgradeRequest) -> Bare:
        return Bare(bytes(request.path))

    server = await ws_create_server(factory, "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
