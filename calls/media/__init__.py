"""The forwarding server: asyncio and aiortc alone, without Django and without the apps.

It hands encoded frames on as they are. `node.Node` is its door; calls/management/commands/media.py runs it.
"""
