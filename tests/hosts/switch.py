"""A port on loopback that leads to the one or the other of several servers."""

import asyncio
import threading


class Switch:
    """Connections that are open are closed when it is turned; new ones go to the other server."""

    def __init__(self):
        self.target, self.writers = None, set()
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        server = self._run(asyncio.start_server(self._accept, "127.0.0.1", 0))
        self.server, self.port = server, server.sockets[0].getsockname()[1]

    def turn_to(self, port):
        self._run(self._turn_to(port))

    def close(self):
        self._run(self._turn_to(None))
        self.server.close()
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()

    def _run(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result()

    async def _turn_to(self, port):
        self.target = port
        for writer in list(self.writers):
            writer.close()
        while self.writers:
            await asyncio.sleep(0)

    async def _accept(self, reader, writer):
        there_reader, there_writer = await asyncio.open_connection("127.0.0.1", self.target)
        await asyncio.gather(self._pump(reader, there_writer), self._pump(there_reader, writer))

    async def _pump(self, reader, writer):
        self.writers.add(writer)
        try:
            while data := await reader.read(65536):
                writer.write(data)
                await writer.drain()
        except ConnectionError:
            pass
        finally:
            self.writers.discard(writer)
            writer.close()
