# One image for the controller and the workers; docker-compose.yml says which process it runs.
FROM node:20-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY . .
# The optional packages are the embedded PostgreSQL and native accelerators; a container is given its servers by URL.
RUN node scripts/setup.mjs && npm prune --ignore-scripts --omit=dev --omit=optional

FROM node:20-bookworm-slim
ENV NODE_ENV=production JOULEFLEET_HOME=/var/lib/joulefleet JOULEFLEET_HOST=0.0.0.0 JOULEFLEET_PORT=4680
WORKDIR /app
COPY --from=build /app/package.json /app/LICENSE /app/NOTICE ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=build /app/prisma ./prisma
COPY --from=build /app/agent ./agent
COPY --from=build /app/examples ./examples
RUN install -d -o node -g node -m 700 /var/lib/joulefleet
USER node
EXPOSE 4680
CMD ["node", "--max-semi-space-size=2", "--max-old-space-size=1024", "dist/apps/controller/src/main.js"]
