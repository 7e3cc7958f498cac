/** The scene that runs where none is given, with a word on everything that a scene can say. */
export const sceneTemplate = `# A scene for gw-sim up: a gateway and the devices on it, each a process of its own.
# Relative names of files start from the folder of this file.

# The gateway is the reference server, here with every default. All of this may be left out:
server:
  # config:                    # as in a file for gw-sim serve --config
  #   cloud: { secret: cloud-my-butt }
  # options:                   # long flags of gw-sim serve, in camelCase
  #   port: 4000               # without it a free one
  #   data: ./state            # keeps state; without it state is in memory
  restart: on-failure          # or always, or never
  retries: 5                   # failures in a row before it has failed for good

# Or a gateway that runs elsewhere, in place of server. With a path in it every device dials just
# that; without one each dials the path at which gw-sim serve has its protocol.
# url: ws://192.0.2.7:4000

# How long to wait before each start in a row of failures; the last one repeats.
backoff: [1s, 2s, 5s, 10s, 15s]

devices:
  # Kinds are lock, cloud, puff, chat and room. Options are the long flags of the kind's command in
  # camelCase: gw-sim lock --help lists them. Without a serial or a name of its own in there, a
  # device is called as here.
  - name: lock-1
    kind: lock
    # options: { serial: front-door, holdMs: 5000 }
    # env: { GW_SIM_TOKEN: the hub's }
    # restart: always          # as for the server
    # retries: 5

  - name: cloud-1
    kind: cloud
    options: { leds: 60 }

  # The first puff creates a group; the second waits for it, joins that group, and answers by itself
  # when the first inquires.
  - name: puff-1
    kind: puff
    options: { profile: low }

  - name: puff-2
    kind: puff
    options: { auto: true }
    group: { from: puff-1 }
    # after: [lock-1]          # start it when these are on line

  # Somebody in the chat: a user of server.config.chat.users, or without user the one for trying out.
  # - name: ann
  #   kind: chat
  #   user: "1001"
`;
