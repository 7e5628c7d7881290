"""librdkafka (confluent-kafka) at the work of bench/kafka.ts: `produce` a file's lines, or `consume` so many.

Keys, acknowledgements (all), idempotence, compression and partitions are those of our own producer. Tells
{"seconds"} from the first record to the last acknowledgement; or from the
assignment of the partitions to the last record.
"""

import json
import sys
import time

from confluent_kafka import Consumer, Producer


def produce(bootstrap, topic, path):
    producer = Producer(
        {
            "bootstrap.servers": bootstrap,
            "compression.type": "gzip",
            "partitioner": "murmur2_random",
            "enable.idempotence": True,
            "linger.ms": 2,
            "queue.buffering.max.messages": 200_000,
        }
    )
    failed = []

    def told(error, _message):
        if error is not None:
            failed.append(error)

    with open(path, "rb") as lines:
        start = time.perf_counter()
        for line in lines:
            line = line.rstrip(b"\n")
            key = str(json.loads(line).get("user_id") or "").encode()
            while True:
                try:
                    producer.produce(topic, key=key, value=line, on_delivery=told)
                    break
                except BufferError:
                    producer.poll(0.05)
            producer.poll(0)
    producer.flush(120)
    seconds = time.perf_counter() - start
    if failed or len(producer) > 0:
        raise RuntimeError(f"{len(failed)} records were not taken")
    return seconds


def consume(bootstrap, topic, rows):
    consumer = Consumer(
        {
            "bootstrap.servers": bootstrap,
            "group.id": f"confluent-{topic}",
            "auto.offset.reset": "earliest",
            "enable.auto.commit": False,
        }
    )
    start = None

    def assigned(_consumer, _partitions):
        nonlocal start
        start = time.perf_counter()

    consumer.subscribe([topic], on_assign=assigned)
    read = 0
    while read < rows:
        messages = consumer.consume(5_000, timeout=1.0)
        read += sum(1 for message in messages if message.error() is None)
    seconds = time.perf_counter() - start
    consumer.close()
    return seconds


if __name__ == "__main__":
    mode, bootstrap, topic, given = sys.argv[1:]
    seconds = produce(bootstrap, topic, given) if mode == "produce" else consume(bootstrap, topic, int(given))
    json.dump({"seconds": seconds}, sys.stdout)
