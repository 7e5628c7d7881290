"""Another client of Kafka (librdkafka), for tests: `produce` takes JSON lines, `consume` and `dump` give them.

A line is {"key", "value", "headers"}: texts, or null for none; {"topic", "codec"} come as arguments.
"""

import json
import sys
import threading

from confluent_kafka import Consumer, Producer, TopicPartition


def produce(bootstrap, topic, codec, transaction):
    settings = {
        "bootstrap.servers": bootstrap,
        "compression.type": codec,
        # Java's partitioner, which is Kafka's default; librdkafka's own default is another one.
        "partitioner": "murmur2_random",
        "linger.ms": 50,
        "message.max.bytes": 8_000_000,
    }
    if transaction != "none":
        settings["transactional.id"] = f"other-{topic}"
    producer = Producer(settings)
    placed = {}

    def told_of(index):
        def told(error, message):
            if error is not None:
                raise RuntimeError(error)
            placed[index] = {"partition": message.partition(), "offset": message.offset()}

        return told

    if transaction != "none":
        producer.init_transactions()
        producer.begin_transaction()
    for index, line in enumerate(iter(sys.stdin.readline, "")):
        if line == "\n":
            break
        record = json.loads(line)
        key, value = record["key"], record["value"]
        producer.produce(
            topic,
            key=None if key is None else key.encode(),
            value=None if value is None else value.encode(),
            headers=list((record["headers"] or {}).items()),
            on_delivery=told_of(index) if transaction != "abort" else None,
            **({} if record.get("timestamp") is None else {"timestamp": record["timestamp"]}),
            **({} if record.get("partition") is None else {"partition": record["partition"]}),
        )
        producer.poll(0)
    producer.flush(30)
    if transaction == "hold":
        print("open", flush=True)
        sys.stdin.readline()
        producer.commit_transaction()
        return
    if transaction == "commit":
        producer.commit_transaction()
    if transaction == "abort":
        producer.abort_transaction()
    json.dump([placed[index] for index in sorted(placed)], sys.stdout)


def consume(bootstrap, topic, count):
    consumer = Consumer(
        {
            "bootstrap.servers": bootstrap,
            "group.id": f"other-{topic}",
            "auto.offset.reset": "earliest",
        }
    )
    consumer.subscribe([topic])
    found = []
    while len(found) < int(count):
        message = consumer.poll(30)
        if message is None or message.error():
            raise RuntimeError(f"{len(found)} of {count} records: {message and message.error()}")
        found.append(
            {
                "partition": message.partition(),
                "key": message.key() and message.key().decode(),
                "value": message.value() and message.value().decode(),
                "headers": {name: value.decode() for name, value in message.headers() or []},
            }
        )
    consumer.close()
    json.dump(found, sys.stdout)


def join(bootstrap, topic, group, user, password):
    """A member of the group until standard input ends, as other programs are."""
    consumer = Consumer(
        {
            "bootstrap.servers": bootstrap,
            "group.id": group,
            "security.protocol": "SASL_PLAINTEXT",
            "sasl.mechanism": "PLAIN",
            "sasl.username": user,
            "sasl.password": password,
        }
    )
    consumer.subscribe([topic], on_assign=lambda *_: print("joined", flush=True))
    ended = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), ended.set()), daemon=True).start()
    while not ended.is_set():
        consumer.poll(0.2)
    consumer.close()


def dump(bootstrap, topic, field):
    """All that can be read now: for each record its partition, offset and this field of its JSON value."""
    consumer = Consumer({"bootstrap.servers": bootstrap, "group.id": f"dump-{topic}"})
    partitions = consumer.list_topics(topic, timeout=30).topics[topic].partitions
    ends = {
        p: consumer.get_watermark_offsets(TopicPartition(topic, p), timeout=30) for p in partitions
    }
    consumer.assign([TopicPartition(topic, p, first) for p, (first, _) in ends.items()])
    unread = {p for p, (first, end) in ends.items() if end > first}
    while unread:
        messages = consumer.consume(5_000, timeout=30)
        if not messages:
            raise RuntimeError(f"partitions {sorted(unread)} are not read to their ends")
        for message in messages:
            if message.error():
                raise RuntimeError(str(message.error()))
            p, offset = message.partition(), message.offset()
            print(json.dumps([p, offset, json.loads(message.value())[field]]))
            if offset >= ends[p][1] - 1:
                unread.discard(p)
    consumer.close()


if __name__ == "__main__":
    {"produce": produce, "consume": consume, "dump": dump, "join": join}[sys.argv[1]](*sys.argv[2:])
