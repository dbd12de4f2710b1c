# The server in an image of its own: one static binary and the certificates it
# needs to trust WeChat and the databases. Time zones are inside the binary.
FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -buildvcs=false -ldflags='-s -w' -o /out/bin/quanjiuye ./cmd/quanjiuye \
 && install -d -m 0700 /out/own/data /out/own/tmp

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /out/bin/ /
# The only folders the server may write to: /data (a fresh volume takes over
# owner and mode) and /tmp (large uploads and sheets).
COPY --from=build --chown=65532:65532 /out/own/ /
USER 65532:65532
ENV LISTEN_ADDR=0.0.0.0:8080 DATA_DIR=/data
EXPOSE 8080
VOLUME /data
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s CMD ["/quanjiuye", "health"]
ENTRYPOINT ["/quanjiuye"]
